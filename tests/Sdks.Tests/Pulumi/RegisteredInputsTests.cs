using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumi.Utilities;
using static Sdks.Tests.PulumiSdk.Wire;

namespace Sdks.Tests.PulumiSdk;

/// <summary>How inputs are sent: secrets, unknowns, dependencies, references and assets.</summary>
public class RegisteredInputsTests : EngineTests
{
    [Fact]
    public async Task Secrets_AndUnknowns_AreMarkedWhereTheyAre()
    {
        await RunProgramAsync(
            () =>
            {
                _ = new Bucket("b", new BucketArgs
                {
                    Label = Output.CreateSecret("hush"),
                    Size = OutputUtilities.CreateUnknown(1),
                    Tags = { ["known"] = "1", ["unknown"] = OutputUtilities.CreateUnknown(""), ["secret"] = Output.CreateSecret("2") },
                    Rules = { new BucketRuleArgs { Prefix = OutputUtilities.CreateUnknown("") } },
                });
            },
            isPreview: true);

        var properties = Engine.Registration("b").Object.Fields;
        AssertSecret("hush", properties["label"]);
        Assert.Equal(Unknown, properties["size"].StringValue);
        var tags = properties["tags"].StructValue.Fields;
        Assert.Equal(("1", Unknown), (tags["known"].StringValue, tags["unknown"].StringValue));
        AssertSecret("2", tags["secret"]);
        Assert.Equal(Unknown, properties["rules"].ListValue.Values.Single().StructValue.Fields["prefix"].StringValue);
    }

    [Fact]
    public async Task Outputs_OfAnswer_AreUnknownSecretAndDependentAsTold()
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request))
        {
            Id = request.Name == "b" ? "" : "id",
            Object = new Struct
            {
                Fields =
                {
                    ["arn"] = Value.ForString(Unknown),
                    ["label"] = Secret("hush"),
                    ["tags"] = Value.ForStruct(new Struct
                    {
                        Fields = { ["a"] = Secret("1"), ["__defaults"] = Value.ForList(), ["b"] = Value.ForString("2") },
                    }),
                },
            },
            PropertyDependencies = { ["label"] = new() { Urns = { "urn:pulumi:dev::app::x:y:Z::dependency" } } },
        };
        await RunProgramAsync(
            () =>
            {
                var bucket = new Bucket("b");
                Verify(bucket);
            },
            isPreview: true);

        static void Verify(Bucket bucket) => Output.Create(VerifyAsync(bucket));

        static async Task<int> VerifyAsync(Bucket bucket)
        {
            Assert.False(await OutputUtilities.GetIsKnownAsync(bucket.Id));
            Assert.False(await OutputUtilities.GetIsKnownAsync(bucket.Arn));
            Assert.False(await OutputUtilities.GetIsKnownAsync(bucket.Size));
            Assert.Equal(("hush", true), (await OutputUtilities.GetValueAsync(bucket.Label), await Output.IsSecretAsync(bucket.Label)));
            Assert.Equal(["a", "b"], (await OutputUtilities.GetValueAsync(bucket.Tags))!.Keys.Order());
            Assert.True(await Output.IsSecretAsync(bucket.Tags));
            Assert.Equal([bucket], await OutputUtilities.GetDependenciesAsync(bucket.Arn));
            var dependencies = await OutputUtilities.GetDependenciesAsync(bucket.Label);
            Assert.Equal(2, dependencies.Count);
            var urns = await Task.WhenAll(dependencies.Select(resource => OutputUtilities.GetValueAsync(resource.Urn)));
            Assert.Contains("urn:pulumi:dev::app::x:y:Z::dependency", urns);
            return 0;
        }
    }

    [Fact]
    public async Task Dependencies_ThroughComponents_AreTheirResources()
    {
        await RunProgramAsync(() =>
        {
            var site = new Site("site");
            var first = new Bucket("first");
            _ = new Bucket("b", new BucketArgs { Label = first.Arn, Tags = { ["url"] = site.Url }, Size = 1 }, new CustomResourceOptions { DependsOn = { site } });
        });

        var request = Engine.Registration("b");
        var (content, first) = (FakeEngine.UrnOf(BucketType, "site-content"), FakeEngine.UrnOf(BucketType, "first"));
        Assert.Equal([first, content], request.Dependencies.Order());
        Assert.Equal([first], request.PropertyDependencies["label"].Urns);
        Assert.Equal([content], request.PropertyDependencies["tags"].Urns);
        Assert.Empty(request.PropertyDependencies["size"].Urns);
        Assert.Equal(FakeEngine.UrnOf("app:web:Site", "site"), Engine.Registration("site-content").Parent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ResourceAsInput_IsReference(bool isCreated)
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request)) { Id = isCreated ? "id" : "" };
        await RunProgramAsync(() => { _ = new Bucket("b", new BucketArgs { Other = new Bucket("other") }); }, isPreview: !isCreated);

        var fields = Engine.Registration("b").Object.Fields["other"].StructValue.Fields;
        Assert.Equal("5cf8f73096256a8f31e491e813e4eb8e", fields[Signature].StringValue);
        Assert.Equal(FakeEngine.UrnOf(BucketType, "other"), fields["urn"].StringValue);
        Assert.Equal(isCreated ? "id" : "", fields["id"].StringValue);
        Assert.Equal([FakeEngine.UrnOf(BucketType, "other")], Engine.Registration("b").PropertyDependencies["other"].Urns);
    }

    [Fact]
    public async Task ResourceAsInput_WithoutSupport_IsItsId()
    {
        Engine.Features = feature => feature == "aliasSpecs";
        await RunProgramAsync(() => { _ = new Bucket("b", new BucketArgs { Other = new Bucket("other") }); });
        Assert.Equal("other-id", Engine.Registration("b").Object.Fields["other"].StringValue);
    }

    [Fact]
    public async Task Assets_OfEveryKind_AreSentByKind()
    {
        await RunProgramAsync(() =>
        {
            _ = new Bucket("b", new BucketArgs
            {
                Source = new AssetArchive(new Dictionary<string, AssetOrArchive> { ["t"] = new StringAsset("text"), ["f"] = new FileArchive("./f") }),
            });
        });

        var archive = Engine.Registration("b").Object.Fields["source"].StructValue.Fields;
        Assert.Equal("0def7320c3a5731c473e5ecbe6d01bc7", archive[Signature].StringValue);
        var assets = archive["assets"].StructValue.Fields;
        Assert.Equal("c44067f5952c0a294b673a41bacd8c17", assets["t"].StructValue.Fields[Signature].StringValue);
        Assert.Equal("text", assets["t"].StructValue.Fields["text"].StringValue);
        Assert.Equal("./f", assets["f"].StructValue.Fields["path"].StringValue);
    }
}
