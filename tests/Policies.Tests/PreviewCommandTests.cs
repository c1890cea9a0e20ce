using System.Diagnostics;
using System.Text.Json.Nodes;
using Policies.Tests.Support;

namespace Policies.Tests;

/// <summary>The preview command with the project's packs, on a stack that no tag may name.</summary>
public sealed class PreviewCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public PreviewCommandTests()
    {
        File.Copy(Path.Combine(Repository.Root, "Pulumi.yaml"), Path.Combine(_folder.FullName, "Pulumi.yaml"));
        // Without a configuration of their own the policies ask for reserved concurrency, which dev has none of.
        File.WriteAllText(
            Path.Combine(_folder.FullName, "Pulumi.qa.yaml"),
            File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.dev.yaml")).Replace("lambdaReservedConcurrency: 0", "lambdaReservedConcurrency: 5", StringComparison.Ordinal));
        Directory.CreateDirectory(Repository.Project.MainDirectory.Replace(Repository.Root, _folder.FullName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Preview_MandatoryViolation_IsPrintedUnderItsResourceAndExitsWith1()
    {
        var (exitCode, output) = await RunAsync("--policies", Repository.Policies);

        Assert.Equal(1, exitCode);
        var lines = output.Split('\n').Select(line => line.TrimStart('│', '├', '└', '─', ' ').TrimEnd()).ToList();
        var function = lines.FindIndex(line => line.EndsWith("aws:lambda/function:Function", StringComparison.Ordinal));
        var notes = lines.Skip(function + 1).TakeWhile(line => !line.Contains("  aws:", StringComparison.Ordinal)).Where(line => line.Contains("): ", StringComparison.Ordinal)).ToList();
        Assert.Equal("mandatory: tag-values (tagging): tags: 'Environment' has a value that is not allowed; allowed are dev, staging, prod", notes[0]);
        Assert.StartsWith("advisory: image-by-digest (security): ", notes[1], StringComparison.Ordinal);
        Assert.Matches(@"policies: capacity \d+, security \d+, tagging \d+; [1-9]\d* mandatory and [1-9]\d* advisory violations, 0 remediated", output);
    }

    [Fact]
    public async Task Preview_Json_HoldsTheViolations()
    {
        var (exitCode, output) = await RunAsync("--policies", Repository.Policies, "--json");

        Assert.Equal(1, exitCode);
        var plan = JsonNode.Parse(output)!;
        var violation = plan["policies"]!["violations"]![0]!;
        Assert.Equal(("tagging", "tag-values", "mandatory"), ((string?)violation["pack"], (string?)violation["policy"], (string?)violation["level"]));
        Assert.Contains(plan["resources"]!.AsArray(), resource => (string?)resource!["urn"] == (string?)violation["urn"]);
    }

    [Theory]
    [InlineData("--no-policies")]
    [InlineData("--json")]
    public async Task Preview_WithoutPolicies_SaysNothingOfThem(string option)
    {
        var (exitCode, output) = await RunAsync(option);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("policies", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_FolderWithoutPacks_ExitsWith2() =>
        Assert.Equal(2, (await RunAsync("--policies", _folder.FullName)).ExitCode);

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Assembly("Pulumi.Engine"), "preview", "qa", "--project", _folder.FullName, "--program", Repository.Assembly("Stacks"), "--policy-program", Repository.Assembly("Policies"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await error;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
