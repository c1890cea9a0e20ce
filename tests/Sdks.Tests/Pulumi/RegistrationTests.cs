using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;
using Alias = Pulumi.Alias;
using AliasSpec = Pulumirpc.Alias.Types.Spec;
using RegisterPackageRequest = Pulumi.RegisterPackageRequest;

namespace Sdks.Tests.PulumiSdk;

public class RegistrationTests : EngineTests
{
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    private const string Signature = "4dabf18193072939515e22adb298388d";
    private const string BucketType = "test:storage/bucket:Bucket";
    private const string StackUrn = "urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev";

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

    [Theory]
    [InlineData("p-id")]
    [InlineData("")]
    public async Task Provider_OfParent_IsInherited(string id)
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request)) { Id = request.Name == "p" ? id : "id" };
        await RunProgramAsync(
            () =>
            {
                var provider = new TestProvider("p");
                var site = new Site("site", new ComponentResourceOptions { Provider = provider });
                _ = new Bucket("child", null, new CustomResourceOptions { Parent = site.Content });
                _ = new Site("other", new ComponentResourceOptions { Providers = { provider } });
                _ = new Bucket("none");
            },
            isPreview: id.Length == 0);

        var reference = $"{FakeEngine.UrnOf("pulumi:providers:test", "p")}::{(id.Length == 0 ? Unknown : id)}";
        Assert.Equal(
            ["child", "other-content", "site-content"],
            Engine.Requests<RegisterResourceRequest>().Where(request => request.Provider == reference).Select(request => request.Name).Order());
        Assert.Equal("", Engine.Registration("none").Provider);
        Assert.Equal("", Engine.Registration("site").Provider);
        Assert.Equal("""["eu-west-1", "eu-west-2"]""", Engine.Registration("p").Object.Fields["regions"].StringValue.Replace("[ ", "[", StringComparison.Ordinal).Replace(" ]", "]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Protect_OfParent_IsInherited()
    {
        await RunProgramAsync(() =>
        {
            _ = new Site("site", new ComponentResourceOptions { Protect = true });
            _ = new Site("free");
        });
        Assert.True(Engine.Registration("site-content").Protect);
        Assert.True(Engine.Registration("free-content").HasProtect && !Engine.Registration("free-content").Protect);
        Assert.False(Engine.Registration("free").HasProtect);
    }

    [Fact]
    public async Task Aliases_WithSupport_AreSpecs()
    {
        await RunProgramAsync(() =>
        {
            var parent = new Bucket("parent");
            _ = new Bucket("b", null, new CustomResourceOptions
            {
                Aliases =
                {
                    new Alias { Urn = "urn:pulumi:dev::app::a:b:C::old" },
                    new Alias { Name = "old", Type = "a:b:C", Stack = "s", Project = "p" },
                    new Alias { Parent = parent },
                    new Alias { ParentUrn = "urn:pulumi:dev::app::a:b:C::parent" },
                    new Alias { NoParent = true },
                },
            });
        });

        var aliases = Engine.Registration("b").Aliases;
        Assert.Equal("urn:pulumi:dev::app::a:b:C::old", aliases[0].Urn);
        Assert.Equal(
            new AliasSpec { Name = "old", Type = "a:b:C", Stack = "s", Project = "p", NoParent = false }, aliases[1].Spec);
        Assert.Equal(AliasSpec.ParentOneofCase.NoParent, aliases[1].Spec.ParentCase);
        Assert.Equal(FakeEngine.UrnOf(BucketType, "parent"), aliases[2].Spec.ParentUrn);
        Assert.Equal("urn:pulumi:dev::app::a:b:C::parent", aliases[3].Spec.ParentUrn);
        Assert.True(aliases[4].Spec.NoParent);
        Assert.Empty(Engine.Registration("b").AliasURNs);
    }

    [Fact]
    public async Task Aliases_WithoutSupport_AreUrnsWithThoseOfParents()
    {
        Engine.Features = _ => false;
        await RunProgramAsync(() =>
        {
            var parent = new Bucket("new", null, new CustomResourceOptions { Aliases = { new Alias { Name = "old", NoParent = true } } });
            _ = new Bucket("new-child", null, new CustomResourceOptions
            {
                Parent = parent,
                Aliases = { new Alias { Name = "kid" } },
            });
        });

        Assert.Equal([$"urn:pulumi:dev::app::{BucketType}::old"], Engine.Registration("new").AliasURNs);
        Assert.Equal(
            [$"urn:pulumi:dev::app::{BucketType}${BucketType}::kid", $"urn:pulumi:dev::app::{BucketType}${BucketType}::old-child"],
            Engine.Registration("new-child").AliasURNs);
        Assert.Empty(Engine.Registration("new").Aliases);
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

    private static void AssertSecret(string expected, Value value)
    {
        Assert.Equal("1b47061264138c4ac30d75fd1eb44270", value.StructValue.Fields[Signature].StringValue);
        Assert.Equal(expected, value.StructValue.Fields["value"].StringValue);
    }

    private static Value Secret(string value) => Value.ForStruct(new Struct
    {
        Fields = { [Signature] = Value.ForString("1b47061264138c4ac30d75fd1eb44270"), ["value"] = Value.ForString(value) },
    });
}
