using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumi.Utilities;
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
    public async Task Result_OfFailedResource_LeavesOutputsUnknown()
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request)) { Result = request.Name == "b" ? Result.Fail : Result.Success };
        var known = new List<bool>();
        await RunProgramAsync(() =>
        {
            Output.Create(AddAsync(new Bucket("b")));
            Output.Create(AddAsync(new Bucket("c")));
        });
        Assert.Equal([false, true], known.Order());

        async Task<int> AddAsync(Bucket bucket)
        {
            var isKnown = await OutputUtilities.GetIsKnownAsync(bucket.Label);
            lock (known)
                known.Add(isKnown);
            return 0;
        }
    }

    [Fact]
    public async Task Result_OfFailedResource_RunsNoApply()
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request)) { Result = request.Name == "b" ? Result.Fail : Result.Success };
        var hasRun = false;
        Assert.Equal(0, await RunProgramAsync(() => new Bucket("b").Label.Apply(_ => hasRun = true)));
        Assert.False(hasRun);
    }

    [Fact]
    public async Task Outputs_OfWrongEnumOrUnion_AreNamedWithWhatIsAllowed()
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request))
        {
            Object = new Struct { Fields = { ["tier"] = Value.ForBool(true), ["either"] = Value.ForBool(true), ["scale"] = Value.ForNumber(1) } },
        };
        await RunProgramAsync(() => { _ = new Choice("c"); });
        var owner = typeof(Choice).FullName;
        Assert.Equal(
            [
                $"Expected System.String or System.Double but got System.Boolean deserializing {owner}.either",
                $"Expected System.String or System.Double but got System.Boolean deserializing {owner}.tier",
                $"Expected target type {typeof(Tier).FullName} to have a constructor with a single System.Double parameter.",
            ],
            Engine.Requests<LogRequest>().Where(log => log.Severity == LogSeverity.Warning).Select(log => log.Message).Order(StringComparer.Ordinal));
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

    private sealed class Choice(string name) : CustomResource("test:index:Choice", name, ResourceArgs.Empty, options: null)
    {
        [Output("tier")]
        public Output<Tier> Tier { get; private set; } = null!;

        [Output("scale")]
        public Output<Tier> Scale { get; private set; } = null!;

        [Output("either")]
        public Output<Union<string, double>> Either { get; private set; } = null!;
    }

    private sealed class JsonArgs : ResourceArgs
    {
        [Input("value", json: true)]
        public object? Value { get; set; }
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
