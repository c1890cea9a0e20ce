using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumirpc;
using static Sdks.Tests.PulumiSdk.Wire;
using RegisterPackageRequest = Pulumi.RegisterPackageRequest;

namespace Sdks.Tests.PulumiSdk;

/// <summary>What a program registers, and what it reads of what is there.</summary>
public class RegistrationTests : EngineTests
{
    [Fact]
    public async Task Stack_OfProgram_IsTheRootOfAll()
    {
        Assert.Equal(0, await RunProgramAsync(() => { _ = new Bucket("b"); }));

        var stack = Engine.StackRegistration();
        Assert.Equal(("app-dev", "", false), (stack.Name, stack.Parent, stack.Custom));
        Assert.Equal(StackUrn, Engine.Registration("b").Parent);
        Assert.Equal(["aliasSpecs", "resourceReferences"], Engine.Requests<SupportsFeatureRequest>().Select(request => request.Id).Order());
        Assert.Equal(StackUrn, Assert.Single(Engine.Requests<RegisterResourceOutputsRequest>()).Urn);
        Assert.Single(Engine.Requests<Empty>());
    }

    [Fact]
    public async Task Registration_WithoutOptions_SetsOnlyWhatIsAlwaysSet()
    {
        await RunProgramAsync(() => { _ = new Bucket("b", new BucketArgs { Label = "l" }); });

        var request = Engine.Registration("b");
        Assert.Equal(
            new RegisterResourceRequest
            {
                Type = BucketType,
                Name = "b",
                Parent = StackUrn,
                Custom = true,
                Object = new Struct
                {
                    Fields = { ["label"] = Value.ForString("l") },
                },
                PropertyDependencies = { ["label"] = new() },
                Version = "7.48.0",
                AcceptSecrets = true,
                AcceptResources = true,
                SupportsResultReporting = true,
                Hooks = new(),
            },
            request);
    }

    [Fact]
    public async Task Registration_WithAllOptions_SendsThem()
    {
        await RunProgramAsync(() =>
        {
            var other = new Bucket("other");
            _ = new Bucket("b", null, new CustomResourceOptions
            {
                DependsOn = { other },
                Protect = true,
                IgnoreChanges = { "label" },
                ReplaceOnChanges = { "tags" },
                HideDiffs = { "size" },
                DeleteBeforeReplace = false,
                CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(10), Delete = TimeSpan.FromSeconds(1.5) },
                AdditionalSecretOutputs = { "arn" },
                RetainOnDelete = true,
                DeletedWith = other,
                ReplaceWith = { other },
                ImportId = "imported",
                Version = "1.2.3",
                PluginDownloadURL = "https://example.com",
            });
        });

        var request = Engine.Registration("b");
        var otherUrn = FakeEngine.UrnOf(BucketType, "other");
        Assert.Equal([otherUrn], request.Dependencies);
        Assert.True(request.HasProtect && request.Protect);
        Assert.Equal(["label"], request.IgnoreChanges);
        Assert.Equal(["tags"], request.ReplaceOnChanges);
        Assert.Equal(["size"], request.HideDiffs);
        Assert.True(request.DeleteBeforeReplaceDefined && !request.DeleteBeforeReplace);
        Assert.Equal(("600000000000ns", "", "1500000000ns"), (request.CustomTimeouts.Create, request.CustomTimeouts.Update, request.CustomTimeouts.Delete));
        Assert.Equal(["arn"], request.AdditionalSecretOutputs);
        Assert.True(request.HasRetainOnDelete && request.RetainOnDelete);
        Assert.Equal(otherUrn, request.DeletedWith);
        Assert.Equal([otherUrn], request.ReplaceWith);
        Assert.Equal(("imported", "1.2.3", "https://example.com"), (request.ImportId, request.Version, request.PluginDownloadURL));
    }

    [Fact]
    public async Task Options_Merged_AppendListsAndReplaceValues()
    {
        var merged = CustomResourceOptions.Merge(
            new CustomResourceOptions { Protect = true, Version = "1", IgnoreChanges = { "a" }, AdditionalSecretOutputs = { "a" } },
            new CustomResourceOptions { Protect = false, IgnoreChanges = { "b" }, AdditionalSecretOutputs = { "b" }, ImportId = "i" });
        Assert.Equal((false, "1", "i"), (merged.Protect, merged.Version, merged.ImportId));
        Assert.Equal(["a", "b"], merged.IgnoreChanges);
        Assert.Equal(["a", "b"], merged.AdditionalSecretOutputs);

        await RunProgramAsync(() =>
        {
            var (first, second) = (new TestProvider("p1"), new TestProvider("p2"));
            var providers = ComponentResourceOptions.Merge(
                new ComponentResourceOptions { Providers = { first } }, new ComponentResourceOptions { Providers = { second } }).Providers;
            Assert.Same(second, Assert.Single(providers));
        });
    }

    [Fact]
    public async Task Get_OfKnownId_ReadsTheResource()
    {
        Engine.Read = request => new()
        {
            Urn = FakeEngine.UrnOf(request.Type, request.Name),
            Properties = new Struct { Fields = { ["arn"] = Value.ForString("arn:read") } },
        };
        var arn = "";
        await RunProgramAsync(() => { Bucket.Get("b", "the-id").Arn.Apply(value => arn = value); });

        var request = Assert.Single(Engine.Requests<ReadResourceRequest>());
        Assert.Equal(("the-id", BucketType, "b", StackUrn, "7.48.0"), (request.Id, request.Type, request.Name, request.Parent, request.Version));
        Assert.True(request.AcceptSecrets && request.AcceptResources);
        Assert.Equal("arn:read", arn);
        Assert.Empty(Engine.Requests<RegisterResourceRequest>());
    }

    [Fact]
    public async Task Urn_AsOption_GetsStateFromEngine()
    {
        var urn = FakeEngine.UrnOf(BucketType, "b");
        Engine.Invoke = _ => new()
        {
            Return = new Struct
            {
                Fields =
                {
                    ["urn"] = Value.ForString(urn),
                    ["id"] = Value.ForString("the-id"),
                    ["state"] = Value.ForStruct(new Struct { Fields = { ["arn"] = Value.ForString("arn:state") } }),
                },
            },
        };
        var seen = "";
        await RunProgramAsync(() =>
        {
            var bucket = new Bucket("b", null, new CustomResourceOptions { Urn = urn });
            Output.Format($"{bucket.Id} {bucket.Arn}").Apply(text => seen = text);
        });

        var request = Assert.Single(Engine.Requests<ResourceInvokeRequest>());
        Assert.Equal(("pulumi:pulumi:getResource", urn), (request.Tok, request.Args.Fields["urn"].StringValue));
        Assert.Equal("the-id arn:state", seen);
    }

    [Fact]
    public async Task Json_OfAnInput_HasSortedMembers()
    {
        await RunProgramAsync(() =>
        {
            var value = new Dictionary<string, object>
            {
                ["z"] = 1,
                ["a"] = ImmutableDictionary<string, object>.Empty.Add("y", 1).Add("x", 2).Add("w", 3),
                ["B"] = JsonDocument.Parse("""{ "q": 1, "p": 2 }""").RootElement,
            };
            _ = new ProviderResource("test", "p", new JsonArgs { Value = value }, options: null);
        });
        Assert.Equal(
            """{ "B": { "p": 2, "q": 1 }, "a": { "w": 3, "x": 2, "y": 1 }, "z": 1 }""",
            Engine.Registration("p").Object.Fields["value"].StringValue);
    }

    [Fact]
    public async Task ParameterizedPackage_OfSeveralResources_IsRegisteredOnce()
    {
        await RunProgramAsync(() =>
        {
            for (var index = 0; index < 3; index++)
            {
                var package = new RegisterPackageRequest(
                    "base", "1.0.0", null, null, new RegisterPackageRequest.PackageParameterization("named", "2.0.0", [1, 2]));
                _ = new CustomResource("named:index:R", $"r{index}", ResourceArgs.Empty, null, package);
            }
        });

        var request = Assert.Single(Engine.Requests<Pulumirpc.RegisterPackageRequest>());
        Assert.Equal(("base", "named", 2), (request.Name, request.Parameterization.Name, request.Parameterization.Value.Length));
        Assert.All(Engine.Requests<RegisterResourceRequest>(), registration => Assert.Equal("ref-base", registration.PackageRef));
    }

    [Fact]
    public async Task Transformations_OfResourceParentAndStack_ApplyInThatOrder()
    {
        var order = new List<string>();
        await RunAsync(() => Deployment.RunAsync(
            () =>
            {
                var parent = new Bucket("parent", null, new CustomResourceOptions { ResourceTransformations = { Tag("parent") } });
                _ = new Bucket("b", null, new CustomResourceOptions { Parent = parent, ResourceTransformations = { Tag("own") } });
                return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
            },
            new StackOptions { ResourceTransformations = { Tag("stack") } }));

        Assert.Equal(["own", "parent", "stack"], Engine.Registration("b").Object.Fields["tags"].StructValue.Fields.Keys.Order());
        Assert.Equal(["parent:parent", "stack:parent", "own:b", "parent:b", "stack:b"], order.Where(entry => !entry.EndsWith("app-dev", StringComparison.Ordinal)));

        ResourceTransformation Tag(string name) => args =>
        {
            order.Add($"{name}:{args.Resource.GetResourceName()}");
            if (args.Args is not BucketArgs bucket)
                return null;

            bucket.Tags.Add(name, "yes");
            return new ResourceTransformationResult(bucket, args.Options);
        };
    }

    private sealed class JsonArgs : ResourceArgs
    {
        [Input("value", json: true)]
        public object? Value { get; set; }
    }
}
