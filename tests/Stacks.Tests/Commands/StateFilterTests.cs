using System.Text.Json;
using System.Text.RegularExpressions;

namespace Stacks.Tests.Commands;

/// <summary>The filter with which a stack forgets what bootstrap/ has now, as docs/deploying.md gives it, on an export of an earlier release.</summary>
public sealed partial class StateFilterTests : IDisposable
{
    private const string Export = """
        {"version":3,"deployment":{"manifest":{"version":"v3.112.1"},"resources":[
          {"urn":"urn:pulumi:prod::room-type::pulumi:pulumi:Stack::room-type-prod","type":"pulumi:pulumi:Stack","custom":false},
          {"urn":"urn:pulumi:prod::room-type::aws:ecr/repository:Repository::service","type":"aws:ecr/repository:Repository","custom":true,"id":"service","protect":true},
          {"urn":"urn:pulumi:prod::room-type::aws:ecr/lifecyclePolicy:LifecyclePolicy::service","type":"aws:ecr/lifecyclePolicy:LifecyclePolicy","custom":true,"id":"service"},
          {"urn":"urn:pulumi:prod::room-type::aws:apigateway/account:Account::logs","type":"aws:apigateway/account:Account","custom":true,"id":"api-gateway-account"},
          {"urn":"urn:pulumi:prod::room-type::aws:apigateway/restApi:RestApi::api","type":"aws:apigateway/restApi:RestApi","custom":true,"id":"api","protect":true}
        ]}}
        """;

    private readonly Shell _shell = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task Filter_OfTheUpgrade_ForgetsRepositoriesAndTheAccountsLogRoleAlone()
    {
        var filter = Filter().Match(await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "docs", "deploying.md"))).Groups[1].Value;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "before.json"), Export);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "filter.jq"), filter);

        var (exitCode, output) = await _shell.RunAsync($"jq -f '{_folder.FullName}/filter.jq' '{_folder.FullName}/before.json'");

        Assert.True(exitCode == 0, $"on Debian: apt-get install jq. {output}");
        using var before = JsonDocument.Parse(Export);
        using var after = JsonDocument.Parse(output);
        var (old, now) = (Resources(before), Resources(after));
        Assert.Equal(old.Select(Urn), now.Select(Urn));
        Assert.Equal([false, true, true, true, false], now.Select(resource => Says(resource, "retainOnDelete")));
        Assert.Equal([false, false, false, false, true], now.Select(resource => Says(resource, "protect")));
        Assert.Equal(old[4].ToString(), now[4].GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Delete(recursive: true);
    }

    private static List<JsonElement> Resources(JsonDocument state) => [.. state.RootElement.GetProperty("deployment").GetProperty("resources").EnumerateArray()];

    private static string? Urn(JsonElement resource) => resource.GetProperty("urn").GetString();

    private static bool Says(JsonElement resource, string option) => resource.TryGetProperty(option, out var value) && value.GetBoolean();

    [GeneratedRegex(@"^jq '([^']+)' before\.json", RegexOptions.Multiline)]
    private static partial Regex Filter();
}
