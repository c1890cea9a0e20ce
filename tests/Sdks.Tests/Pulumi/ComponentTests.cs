using Pulumi;
using Pulumirpc;
using static Sdks.Tests.PulumiSdk.Wire;

namespace Sdks.Tests.PulumiSdk;

/// <summary>Components of the program and of other processes.</summary>
public class ComponentTests : EngineTests
{
    [Fact]
    public async Task Component_OfTheProgram_KeepsItsOwnOutputs()
    {
        var seen = new List<object?>();
        Assert.Equal(0, await RunProgramAsync(() =>
        {
            var plain = new PlainComponent("p");
            seen.Add(plain.Unassigned);
            seen.Add(plain.Text);
        }));
        Assert.Equal([null, "plain"], seen);
        var outputs = Assert.Single(Engine.Requests<RegisterResourceOutputsRequest>(), request => request.Urn.EndsWith("::p", StringComparison.Ordinal)).Outputs;
        Assert.Equal(["get-only", "plain"], new[] { outputs.Fields["Fixed"].StringValue, outputs.Fields["Text"].StringValue });
        Assert.False(outputs.Fields.ContainsKey("Unassigned"));
    }

    [Fact]
    public async Task RemoteComponent_WithOutputInputs_SendsOutputValuesAndProviders()
    {
        Engine.Features = _ => true;
        await RunProgramAsync(() =>
        {
            var provider = new TestProvider("p");
            var bucket = new Bucket("b");
            _ = new ComponentResource(
                "pkg:index:Remote",
                "r",
                new BucketArgs { Label = Output.CreateSecret(bucket.Arn.Apply(_ => "x")), Anything = "plain" },
                new ComponentResourceOptions { Providers = { provider } },
                remote: true);
        });

        var request = Engine.Registration("r");
        Assert.True(request.Remote && !request.Custom);
        var label = request.Object.Fields["label"].StructValue.Fields;
        Assert.Equal("d0e6a833031e9bbcd3f4e8bde6ca49a4", label[Signature].StringValue);
        Assert.Equal(("x", true), (label["value"].StringValue, label["secret"].BoolValue));
        Assert.Equal([FakeEngine.UrnOf(BucketType, "b")], label["dependencies"].ListValue.Values.Select(urn => urn.StringValue));
        Assert.Equal("plain", request.Object.Fields["anything"].StringValue);
        Assert.Equal($"{FakeEngine.UrnOf("pulumi:providers:test", "p")}::p-id", request.Providers["test"]);
    }

    private sealed class PlainComponent : ComponentResource
    {
        public PlainComponent(string name)
            : base("app:index:Plain", name, options: null)
            => RegisterOutputs();

        [Output]
        public Output<string>? Unassigned { get; set; }

        [Output]
        public Output<string> Fixed { get; } = Output.Create("get-only");

        [Output]
        public string Text { get; } = "plain";
    }
}
