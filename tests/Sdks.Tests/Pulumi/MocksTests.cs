using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Sdks.Tests.PulumiSdk;

public class MocksTests
{
    [Fact]
    public async Task TestAsync_OfStack_ReturnsItsResources()
    {
        var mocks = new TestMocks();
        var resources = await Deployment.TestAsync<SiteStack>(mocks, new TestOptions { IsPreview = false });

        var stack = Assert.Single(resources.OfType<SiteStack>());
        var bucket = Assert.Single(resources.OfType<Bucket>());
        Assert.Equal("https://arn:site-content", await OutputUtilities.GetValueAsync(stack.Url));
        Assert.Equal("site-content-id", await OutputUtilities.GetValueAsync(bucket.Id));
        Assert.Equal("content", mocks.Single("site-content").Inputs["label"]);
        Assert.DoesNotContain(mocks.Resources, resource => resource.Type == "pulumi:pulumi:Stack");
    }

    [Fact]
    public async Task TestAsync_OfFunctions_ReturnsResourcesAndOutputs()
    {
        var options = new TestOptions();
        var fromFunction = await Deployment.TestAsync(new TestMocks(), options, () => new Dictionary<string, object?>
        {
            ["arn"] = new Bucket("a").Arn,
            ["count"] = 1,
        });
        Assert.IsType<Bucket>(Assert.Single(fromFunction.Resources));
        Assert.Equal("arn:a", await OutputUtilities.GetValueAsync((Output<string>)fromFunction.Outputs["arn"]!));
        Assert.Equal(1, fromFunction.Outputs["count"]);

        var fromAsyncFunction = await Deployment.TestAsync(new TestMocks(), options, async () =>
        {
            await Task.Yield();
            return (IDictionary<string, object?>)new Dictionary<string, object?> { ["arn"] = new Bucket("a").Arn };
        });
        Assert.Contains("arn", fromAsyncFunction.Outputs);

        Assert.Single(await Deployment.TestAsync(new TestMocks(), options, () => { _ = new Bucket("a"); }));
        Assert.Single(await Deployment.TestAsync(new TestMocks(), options, async () =>
        {
            await Task.Yield();
            _ = new Bucket("a");
        }));
    }

    [Fact]
    public async Task TestAsync_WithServiceProvider_ResolvesStack()
    {
        var services = new SingleService(typeof(NamedStack), () => new NamedStack("injected"));
        await Deployment.TestWithServiceProviderAsync<NamedStack>(new TestMocks(), services);

        var missing = await Assert.ThrowsAsync<RunException>(
            () => Deployment.TestWithServiceProviderAsync<SiteStack>(new TestMocks(), services));
        Assert.Contains("Failed to resolve instance of type", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Urns_InMocks_NameTheStackType()
    {
        var resources = await Deployment.TestAsync<SiteStack>(new TestMocks());
        var urns = await Task.WhenAll(resources.Select(resource => OutputUtilities.GetValueAsync(resource.Urn)));
        Assert.Equal(
            [
                "urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack",
                "urn:pulumi:stack::project::pulumi:pulumi:Stack$app:web:Site::site",
                "urn:pulumi:stack::project::pulumi:pulumi:Stack$test:storage/bucket:Bucket::site-content",
            ],
            urns);
    }

    [Fact]
    public async Task Options_OfTest_NameTheDeployment()
    {
        var options = new TestOptions
        {
            ProjectName = "p",
            StackName = "s",
            OrganizationName = "o",
            RootDirectory = "r",
            IsPreview = false,
        };
        await Deployment.TestAsync(new TestMocks(), options, () =>
        {
            var instance = Deployment.Instance;
            Assert.Equal(
                ("p", "s", "o", "r", false),
                (instance.ProjectName, instance.StackName, instance.OrganizationName, instance.RootDirectory, instance.IsDryRun));
        });
        await Deployment.TestAsync(new TestMocks(), new TestOptions(), () =>
        {
            var instance = Deployment.Instance;
            Assert.Equal(
                ("project", "stack", "organization", true),
                (instance.ProjectName, instance.StackName, instance.OrganizationName, instance.IsDryRun));
        });
    }

    [Fact]
    public async Task Inputs_InMocks_AreKnownPlainValues()
    {
        var mocks = new TestMocks();
        await Deployment.TestAsync(mocks, new TestOptions(), () =>
        {
            _ = new Bucket("b", new BucketArgs
            {
                Label = Output.CreateSecret("secret"),
                Size = OutputUtilities.CreateUnknown(1),
                Tags = { ["a"] = "1" },
                Rules = { new BucketRuleArgs { Prefix = "p", Days = 1.5 } },
                Tier = Tier.Cold,
                Policy = """{"Version":"2012"}""",
            });
        });
        var inputs = mocks.Single("b").Inputs;
        Assert.Equal("secret", inputs["label"]);
        Assert.DoesNotContain("size", inputs);
        Assert.DoesNotContain("source", inputs);
        Assert.Equal("1", ((ImmutableDictionary<string, object>)inputs["tags"])["a"]);
        var rule = (ImmutableDictionary<string, object>)((ImmutableArray<object>)inputs["rules"]).Single();
        Assert.Equal(("p", 1.5), (rule["prefix"], rule["days"]));
        Assert.Equal("COLD", inputs["tier"]);
        Assert.Equal("2012", ((ImmutableDictionary<string, object>)inputs["policy"])["Version"]);
    }

    [Fact]
    public async Task Outputs_OfEveryType_AreConverted()
    {
        var resources = await Deployment.TestAsync(new TestMocks(), new TestOptions(), () =>
        {
            _ = new Bucket("b", new BucketArgs
            {
                Tags = { ["a"] = "1" },
                Rules = { new BucketRuleArgs { Prefix = "p", Days = 1.5 }, new BucketRuleArgs { Prefix = "q" } },
                Size = 3,
                Tier = "COLD",
            });
        });
        var bucket = resources.OfType<Bucket>().Single();
        Assert.Equal("1", (await OutputUtilities.GetValueAsync(bucket.Tags))!["a"]);
        Assert.Equal(3, await OutputUtilities.GetValueAsync(bucket.Size));
        Assert.Equal(Tier.Cold, await OutputUtilities.GetValueAsync(bucket.Tier));
        var rules = await OutputUtilities.GetValueAsync(bucket.Rules);
        Assert.Equal([("p", 1.5), ("q", null)], rules.Select(rule => (rule.Prefix, rule.Days)));
    }

    [Fact]
    public async Task Outputs_OfWrongType_BecomeDefaults()
    {
        var mocks = new TestMocks { Answer = args => ("id", new Dictionary<string, object> { ["arn"] = 1, ["size"] = "big" }) };
        var resources = await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () => { _ = new Bucket("b"); });
        var bucket = resources.OfType<Bucket>().Single();
        Assert.Null(await OutputUtilities.GetValueAsync(bucket.Arn));
        Assert.Null(await OutputUtilities.GetValueAsync(bucket.Size));
    }

    [Fact]
    public async Task Content_OfWrongType_IsInvalidUntilItIsUsed()
    {
        var mocks = new TestMocks { Answer = args => ("id", new Dictionary<string, object> { ["content"] = "text", ["files"] = 1 }) };
        var resources = await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () => { _ = new Document("d", null); });
        var document = resources.OfType<Document>().Single();
        Assert.NotNull(await OutputUtilities.GetValueAsync(document.Content));
        Assert.NotNull(await OutputUtilities.GetValueAsync(document.Files));

        var exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            mocks, new TestOptions { IsPreview = false }, () => { _ = new Document("e", new Document("d", null).Content); }));
        Assert.Contains("error serializing property \"content\": Cannot serialize invalid asset", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Outputs_MissingFromAnswer_AreKnownInUpdatesOnly(bool isPreview)
    {
        var resources = await Deployment.TestAsync(
            new TestMocks(), new TestOptions { IsPreview = isPreview }, () => { _ = new Bucket("b"); });
        var label = resources.OfType<Bucket>().Single().Label;
        Assert.Equal(!isPreview, await OutputUtilities.GetIsKnownAsync(label));
        Assert.Null(await OutputUtilities.GetValueAsync(label));
    }

    [Fact]
    public async Task Component_WithOutputs_RegistersThem()
    {
        var mocks = new TestMocks();
        var resources = await Deployment.TestAsync<SiteStack>(mocks);
        var site = resources.OfType<Site>().Single();
        var outputs = mocks.RegisteredOutputs[await OutputUtilities.GetValueAsync(site.Urn)];
        Assert.Equal("https://arn:site-content", await OutputUtilities.GetValueAsync(Assert.Single(outputs).Value));
        Assert.Equal("https://arn:site-content", await OutputUtilities.GetValueAsync(site.Url));

        var stackOutputs = mocks.RegisteredOutputs["urn:pulumi:stack::project::pulumi:pulumi:Stack::project-stack"];
        Assert.Equal(["Url", "named"], stackOutputs.Keys.Order());
    }

    [Fact]
    public async Task ResourceReference_ThroughMocks_IsBuiltAsItsClass()
    {
        var resources = await Deployment.TestAsync(new TestMocks(), new TestOptions(), () =>
        {
            var bucket = new Bucket("b");
            _ = new Holder("h", new BucketArgs { Other = bucket });
        });
        var held = await OutputUtilities.GetValueAsync(resources.OfType<Holder>().Single().Other);
        Assert.Equal("arn:b", await OutputUtilities.GetValueAsync(Assert.IsType<Bucket>(held).Arn));
    }

    [Fact]
    public async Task Deployments_InParallel_AreSeparate()
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 20).Select(async index =>
        {
            var name = "";
            var options = new TestOptions { ProjectName = $"p{index}" };
            await Deployment.TestAsync(new TestMocks(), options, async () =>
            {
                await Task.Yield();
                name = Deployment.Instance.ProjectName;
            });
            return name;
        }));
        Assert.Equal(Enumerable.Range(0, 20).Select(index => $"p{index}"), names);
        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
    }

    private sealed class SiteStack : Stack
    {
        public SiteStack()
        {
            var site = new Site("site");
            Url = site.Url;
        }

        [Output]
        public Output<string> Url { get; private set; }

        [Output("named")]
        public Output<string> Named { get; set; } = Output.Create("set before the constructor");
    }

    private sealed class NamedStack : Stack
    {
        public NamedStack(string name) => Name = Output.Create(name);

        [Output]
        public Output<string> Name { get; private set; }
    }

    private sealed class DocumentArgs : ResourceArgs
    {
        [Input("content")]
        public Input<Asset>? Content { get; set; }
    }

    private sealed class Document(string name, Input<Asset>? content)
        : CustomResource("test:index:Document", name, new DocumentArgs { Content = content }, options: null)
    {
        [Output("content")]
        public Output<Asset> Content { get; private set; } = null!;

        [Output("files")]
        public Output<Archive> Files { get; private set; } = null!;
    }

    private sealed class Holder(string name, BucketArgs args) : CustomResource("test:index:Holder", name, args, options: null)
    {
        [Output("other")]
        public Output<Bucket> Other { get; private set; } = null!;
    }

    private sealed class SingleService(Type type, Func<object> create) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == type ? create() : null;
    }
}
