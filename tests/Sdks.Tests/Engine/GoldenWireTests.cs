using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine;
using Pulumi.Engine.Recording;

namespace Sdks.Tests.Engine;

/// <summary>
/// What the SDK sends, against expectations written by hand from the protocol: Golden/PROGRAM.json, or one for a mode.
/// They hold all requests but the root's own, by what they are about; <c>{stack}</c> is the root's URN.
/// </summary>
public class GoldenWireTests
{
    private const string Root = "urn:pulumi:dev::wire::pulumi:pulumi:Stack::wire-dev";

    // Sent with every registration, and checked for every one.
    private static readonly JsonObject Always = new()
    {
        ["acceptSecrets"] = true,
        ["acceptResources"] = true,
        ["supportsResultReporting"] = true,
        ["hooks"] = new JsonObject(),
    };

    [Theory]
    [InlineData("values", RunMode.Preview)]
    [InlineData("values", RunMode.Update)]
    [InlineData("secrets", RunMode.Preview)]
    [InlineData("unknowns", RunMode.Preview)]
    [InlineData("unknowns", RunMode.Update)]
    [InlineData("assets", RunMode.Preview)]
    [InlineData("outputs", RunMode.Preview)]
    [InlineData("components", RunMode.Preview)]
    [InlineData("references", RunMode.Preview)]
    [InlineData("references", RunMode.Update)]
    [InlineData("providers", RunMode.Preview)]
    [InlineData("aliases", RunMode.Preview)]
    [InlineData("transformations", RunMode.Preview)]
    [InlineData("options", RunMode.Preview)]
    [InlineData("get", RunMode.Preview)]
    [InlineData("get", RunMode.Update)]
    [InlineData("stack-references", RunMode.Preview)]
    [InlineData("invokes", RunMode.Preview)]
    public async Task Program_Run_SendsWhatTheProtocolSays(string program, RunMode mode)
    {
        var result = await Programs.RunAsync(program, mode, options => options with
        {
            Config = new Dictionary<string, string> { ["wire:password"] = "hunter2" },
            SecretConfigKeys = ["wire:password"],
            StackOutputs = new Dictionary<string, Struct> { ["organization/other/prod"] = OtherStack() },
            Functions = new Dictionary<string, Func<Struct, Struct>> { ["test:index/get:get"] = Answer },
        });

        Assert.True(result.Succeeded, string.Join('\n', [.. result.Errors, .. result.Logs.Select(log => log.Message), result.StandardError]));
        var expected = Expected(program, mode);
        var actual = Actual(result, includeRoot: expected.ContainsKey("register wire-dev"));
        Assert.Equal(expected.Select(entry => entry.Key).Order(), actual.Keys.Order());
        Assert.All(expected, entry => Assert.Equal(Canonical(entry.Value), Canonical(actual[entry.Key])));
    }

    [Fact]
    public async Task Secrets_InMessages_AreHidden()
    {
        var result = await Programs.RunAsync("secrets", with: options => options with
        {
            Config = new Dictionary<string, string> { ["wire:password"] = "hunter2" },
            SecretConfigKeys = ["wire:password"],
        });

        Assert.Contains(result.Logs, log => log.Message == "the password is [secret]" && log.Severity == LogSeverity.Info);
        Assert.DoesNotContain("hunter2", Pulumi.Engine.Rendering.PlanJson.Convert(result).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_InAnUpdate_IsNamedByUrnAndId()
    {
        var result = await Programs.RunAsync("providers", RunMode.Update);

        var provider = result.Resource("pulumi:providers:test", "mine");
        Assert.True(Guid.TryParse(provider.Id, out _));
        Assert.All(["explicit", "child", "grandchild"], name => Assert.Equal($"{provider.Urn}::{provider.Id}", result.Resource("test:index:Thing", name).Provider));
    }

    private static JsonObject Expected(string program, RunMode mode)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Engine", "Golden");
        var ofMode = Path.Combine(folder, $"{program}.{(mode == RunMode.Preview ? "preview" : "update")}.json");
        var text = File.ReadAllText(File.Exists(ofMode) ? ofMode : Path.Combine(folder, $"{program}.json"));
        return JsonNode.Parse(text.Replace("{stack}", Root, StringComparison.Ordinal))!.AsObject();
    }

    private static Dictionary<string, JsonObject> Actual(RunResult result, bool includeRoot)
    {
        var actual = new Dictionary<string, JsonObject>();
        var invokes = 0;
        foreach (var request in result.Requests)
        {
            var json = JsonNode.Parse(request.Json)!.AsObject();
            var name = json["name"]?.GetValue<string>();
            switch (request.Method)
            {
                case "pulumirpc.ResourceMonitor/RegisterResource":
                    Assert.All(Always, field => Assert.True(JsonNode.DeepEquals(field.Value, json[field.Key]), $"{name}: {field.Key}"));
                    foreach (var field in Always)
                        json.Remove(field.Key);
                    actual.Add($"register {name}", json);
                    break;
                case "pulumirpc.ResourceMonitor/ReadResource":
                    actual.Add($"read {name}", json);
                    break;
                case "pulumirpc.ResourceMonitor/Invoke":
                    actual.Add($"invoke {++invokes}", json);
                    break;
                case "pulumirpc.ResourceMonitor/RegisterResourceOutputs":
                    actual.Add($"complete {json["urn"]!.GetValue<string>().Split("::")[^1]}", json);
                    break;
            }
        }
        if (!includeRoot)
        {
            Assert.True(actual.Remove("register wire-dev"));
            Assert.True(actual.Remove("complete wire-dev"));
        }
        return actual;
    }

    /// <summary>Keys sorted, and lists of URNs too: they are sets.</summary>
    private static string Canonical(JsonNode? node) => Sorted("", node)?.ToJsonString(new() { WriteIndented = true }) ?? "null";

    private static JsonNode? Sorted(string name, JsonNode? node) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Key, entry.Value)))),
        JsonArray list when name is "dependencies" or "urns" => new JsonArray([.. list.Select(item => item!.GetValue<string>()).Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text))]),
        JsonArray list => new JsonArray([.. list.Select(item => Sorted("", item))]),
        _ => node?.DeepClone(),
    };

    private static Struct OtherStack() => Struct.Parser.ParseJson("""
        {
          "url": "https://other.example.com",
          "token": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "t0ken" }
        }
        """);

    private static Struct Answer(Struct arguments) =>
        new() { Fields = { ["answer"] = Value.ForString($"answer to {arguments.Fields["name"].StringValue}") } };
}
