using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;

namespace Sdks.Tests.PulumiSdk;

public class FunctionTests : EngineTests
{
    [Fact]
    public async Task InvokeAsync_WithArguments_ReturnsResult()
    {
        Engine.Invoke = _ => Zones("a", "b");
        var names = "";
        Assert.Equal(0, await RunAsync(() => Deployment.RunAsync(async () =>
        {
            var provider = new TestProvider("p");
            var zones = await GetZones.InvokeAsync(
                new GetZonesArgs { State = "available" },
                new InvokeOptions { Provider = provider, Version = "1.2.3", PluginDownloadURL = "https://example.com" });
            names = string.Join(',', zones.Names);
        })));

        Assert.Equal("a,b", names);
        var request = Assert.Single(Engine.Requests<ResourceInvokeRequest>());
        Assert.Equal((GetZones.Token, "1.2.3", "https://example.com", true), (request.Tok, request.Version, request.PluginDownloadURL, request.AcceptResources));
        Assert.Equal("available", request.Args.Fields["state"].StringValue);
        Assert.Equal($"{FakeEngine.UrnOf("pulumi:providers:test", "p")}::p-id", request.Provider);
    }

    [Fact]
    public async Task Invoke_WithOutputArguments_KeepsTheirDependencies()
    {
        Engine.Invoke = _ => Zones("a");
        await RunProgramAsync(() =>
        {
            var (first, second) = (new Bucket("first"), new Bucket("second"));
            var zones = GetZones.Invoke(
                new GetZonesInvokeArgs { State = first.Arn }, new InvokeOutputOptions { DependsOn = { second }, Parent = first });
            _ = new Bucket("b", new BucketArgs { Label = zones.Apply(result => result.Names[0]) });
        });

        Assert.Equal("arn:first", Assert.Single(Engine.Requests<ResourceInvokeRequest>()).Args.Fields["state"].StringValue);
        Assert.Equal(2, Engine.Registration("b").PropertyDependencies["label"].Urns.Count);
        Assert.Equal("a", Engine.Registration("b").Object.Fields["label"].StringValue);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Invoke_WithUnknowns_IsUnknownWithoutCall(bool inArguments)
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request)) { Id = "" };
        bool? isKnown = null;
        await RunAsync(
            () => Deployment.RunAsync(async () =>
            {
                var options = new InvokeOutputOptions();
                if (!inArguments)
                    options.DependsOn.Add(new Bucket("b"));
                var args = new GetZonesInvokeArgs { State = inArguments ? OutputUtilities.CreateUnknown("") : "known" };
                isKnown = await OutputUtilities.GetIsKnownAsync(GetZones.Invoke(args, options));
            }),
            isPreview: true);
        Assert.False(isKnown);
        Assert.Empty(Engine.Requests<ResourceInvokeRequest>());
    }

    [Fact]
    public async Task InvokeSingle_OfOneProperty_ReturnsIt()
    {
        Engine.Invoke = _ => new() { Return = new Struct { Fields = { ["res"] = Value.ForNumber(7) } } };
        var result = 0;
        await RunProgramAsync(() => { Deployment.Instance.InvokeSingle<int>("test:index:count", InvokeArgs.Empty).Apply(value => result = value); });
        Assert.Equal(7, result);
    }

    [Fact]
    public async Task Invoke_WithFailures_EndsTheProgram()
    {
        Engine.Invoke = _ => new()
        {
            Failures =
            {
                new CheckFailure { Property = "state", Reason = "unknown state" },
                new CheckFailure { Property = "zone", Reason = "no zone" },
            },
        };
        Assert.Equal(32, await RunProgramAsync(() => { GetZones.Invoke(); }));
        Assert.Contains(
            $"Invoke of '{GetZones.Token}' failed: unknown state (state); no zone (zone)", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfResource_SendsReferencesNotOutputValues()
    {
        Engine.Features = _ => true;
        Engine.Call = _ => new()
        {
            Return = new Struct { Fields = { ["names"] = Value.ForList(Value.ForString("n")) } },
            ReturnDependencies = { ["names"] = new() { Urns = { "urn:pulumi:dev::app::a:b:C::d" } } },
        };
        await RunProgramAsync(() =>
        {
            var bucket = new Bucket("b");
            var result = Deployment.Instance.Call<GetZonesResult>("test:storage/bucket:Bucket/names", new OtherArgs { Other = bucket }, bucket);
            _ = new Bucket("c", new BucketArgs { Label = result.Apply(zones => zones.Names[0]) });
        });

        var request = Assert.Single(Engine.Requests<ResourceCallRequest>());
        var urn = FakeEngine.UrnOf("test:storage/bucket:Bucket", "b");
        Assert.Equal(urn, request.Args.Fields["__self__"].StructValue.Fields["urn"].StringValue);
        Assert.Equal(urn, request.Args.Fields["other"].StructValue.Fields["urn"].StringValue);
        Assert.All(request.ArgDependencies.Values, dependencies => Assert.Empty(dependencies.Urns));
        Assert.Equal("7.48.0", request.Version);
        Assert.Equal(["urn:pulumi:dev::app::a:b:C::d"], Engine.Registration("c").Dependencies);
    }

    [Fact]
    public async Task StackReference_WithSecretOutputs_TellsThemApart()
    {
        Engine.Read = request => new()
        {
            Urn = FakeEngine.UrnOf(request.Type, request.Name),
            Properties = new Struct
            {
                Fields =
                {
                    ["name"] = Value.ForString("org/net/dev"),
                    ["outputs"] = Value.ForStruct(new Struct
                    {
                        Fields =
                        {
                            ["vpc"] = Value.ForString("vpc-1"),
                            ["password"] = Value.ForStruct(new Struct
                            {
                                Fields =
                                {
                                    ["4dabf18193072939515e22adb298388d"] = Value.ForString("1b47061264138c4ac30d75fd1eb44270"),
                                    ["value"] = Value.ForString("hush"),
                                },
                            }),
                        },
                    }),
                    ["secretOutputNames"] = Value.ForList(Value.ForString("password")),
                },
            },
        };
        Assert.Equal(0, await RunAsync(() => Deployment.RunAsync(async () =>
        {
            var network = new StackReference("network", new StackReferenceArgs { Name = "org/net/dev" });
            Assert.Equal("vpc-1", await network.RequireValueAsync("vpc"));
            Assert.False(await Output.IsSecretAsync(network.GetOutput("vpc")));
            Assert.True(await Output.IsSecretAsync(network.RequireOutput("password")));
            Assert.Equal("hush", (await network.GetOutputDetailsAsync("password")).SecretValue);
            Assert.Null((await network.GetOutputDetailsAsync("none")).Value);
            Assert.Null(await network.GetValueAsync("none"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => network.GetValueAsync("password"));
        })));

        var request = Assert.Single(Engine.Requests<ReadResourceRequest>());
        Assert.Equal(("org/net/dev", "pulumi:pulumi:StackReference", "network"), (request.Id, request.Type, request.Name));
        Assert.Equal("org/net/dev", request.Properties.Fields["name"].StringValue);
    }

    [Fact]
    public async Task RequireOutput_OfMissingOutput_EndsTheProgram()
    {
        Engine.Read = request => new()
        {
            Urn = FakeEngine.UrnOf(request.Type, request.Name),
            Properties = new Struct { Fields = { ["outputs"] = Value.ForStruct(new Struct()) } },
        };
        Assert.Equal(32, await RunProgramAsync(() => { new StackReference("org/net/dev").RequireOutput("none"); }));
        Assert.Contains(
            "Required output 'none' does not exist on stack 'org/net/dev'.", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    private static InvokeResponse Zones(params string[] names)
        => new() { Return = new Struct { Fields = { ["names"] = Value.ForList([.. names.Select(Value.ForString)]) } } };

    private sealed class OtherArgs : CallArgs
    {
        [Input("other")]
        public Input<Bucket>? Other { get; set; }
    }
}
