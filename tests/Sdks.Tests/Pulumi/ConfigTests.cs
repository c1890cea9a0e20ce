using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;

namespace Sdks.Tests.PulumiSdk;

public class ConfigTests : EngineTests
{
    private static readonly string Json = JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["app:config:text"] = "t",
        ["app:yes"] = "true",
        ["app:number"] = "42",
        ["app:ratio"] = "0.5",
        ["app:object"] = """{"Name":"n","Sizes":[1,2]}""",
        ["app:camel"] = """{"name":"n","sizes":[1,2]}""",
        ["aws:config:region"] = "eu-west-1",
    });

    [Fact]
    public async Task Values_OfEveryType_AreRead()
    {
        Assert.Equal(0, await RunProgramAsync(
            () =>
            {
                var config = new Config();
                Assert.Equal(("t", "t"), (config.Get("text"), config.Require("text")));
                Assert.Equal((true, true), (config.GetBoolean("yes"), config.RequireBoolean("yes")));
                Assert.Equal((42, 42), (config.GetInt32("number"), config.RequireInt32("number")));
                Assert.Equal((0.5, 0.5), (config.GetDouble("ratio"), config.RequireDouble("ratio")));
                Assert.Equal([1, 2], config.RequireObject<Settings>("object").Sizes);
                Assert.Equal("n", config.GetObject<Settings>("object")!.Name);
                Assert.Equal([1, 2], config.RequireObject<Settings>("camel", JsonSerializerOptions.Web).Sizes);
                Assert.Equal("n", config.GetObject<Settings>("camel", JsonSerializerOptions.Web)!.Name);
                Assert.Equal("eu-west-1", new Config("aws").Require("region"));
                Assert.Equal("eu-west-1", new Config("aws:config").Require("region"));
            },
            config: Json));
    }

    [Fact]
    public async Task Values_Missing_AreNull()
    {
        Assert.Equal(0, await RunProgramAsync(() =>
        {
            var config = new Config();
            Assert.Null(config.Get("text"));
            Assert.Null(config.GetBoolean("text"));
            Assert.Null(config.GetInt32("text"));
            Assert.Null(config.GetDouble("text"));
            Assert.Null(config.GetObject<Settings>("text"));
            Assert.Null(config.GetSecret("text"));
            Assert.Null(config.GetSecretInt32("text"));
            Assert.Null(config.GetSecretObject<Settings>("text"));
        }));
    }

    [Fact]
    public async Task Values_AskedForAsSecrets_AreSecrets()
    {
        Assert.Equal(0, await RunAsync(
            () => Deployment.RunAsync(async () =>
            {
                var config = new Config();
                Assert.True(await Output.IsSecretAsync(config.RequireSecret("text")));
                Assert.True(await Output.IsSecretAsync(config.GetSecretBoolean("yes")!));
                Assert.Equal(42, await OutputUtilities.GetValueAsync(config.RequireSecretInt32("number")));
                Assert.True(await Output.IsSecretAsync(config.RequireSecretObject<Settings>("object")));
            }),
            config: Json));
    }

    [Fact]
    public async Task Require_OfMissingKey_SaysHowToSetIt()
    {
        Assert.Equal(32, await RunProgramAsync(() => new Config().Require("size")));
        Assert.Equal(
            "Missing Required configuration variable 'app:size'\n" +
            "\tplease set a value using the command `pulumi config set app:size <value>`",
            Assert.Single(Engine.Errors()));
    }

    [Theory]
    [InlineData("Boolean")]
    [InlineData("Int32")]
    [InlineData("Double")]
    public async Task Get_OfMistypedValue_NamesTheType(string type)
    {
        var exitCode = await RunProgramAsync(
            () =>
            {
                var config = new Config();
                _ = type switch
                {
                    "Boolean" => config.GetBoolean("text"),
                    "Int32" => config.GetInt32("text"),
                    _ => (object?)config.GetDouble("text"),
                };
            },
            config: Json);
        Assert.Equal(32, exitCode);
        Assert.Equal($"Configuration 'app:text' value 't' is not a valid {type}", Assert.Single(Engine.Errors()));
    }

    [Fact]
    public async Task GetObject_OfInvalidJson_NamesTheType()
    {
        Assert.Equal(32, await RunProgramAsync(() => new Config().RequireObject<Settings>("text"), config: Json));
        Assert.Equal(
            $"Configuration 'app:text' value 't' is not a valid {typeof(Settings).FullName}", Assert.Single(Engine.Errors()));
    }

    private sealed record Settings(string Name, int[] Sizes);
}
