using Pulumi;
using Pulumirpc;
using static Sdks.Tests.PulumiSdk.Wire;
using Alias = Pulumi.Alias;
using AliasSpec = Pulumirpc.Alias.Types.Spec;

namespace Sdks.Tests.PulumiSdk;

/// <summary>What a resource takes from its parent.</summary>
public class InheritanceTests : EngineTests
{
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
            _ = new Site("open", new ComponentResourceOptions { Protect = false });
            _ = new Site("free");
        });
        Assert.True(Engine.Registration("site-content").Protect);
        Assert.True(Engine.Registration("open-content").HasProtect && !Engine.Registration("open-content").Protect);
        Assert.False(Engine.Registration("free").HasProtect);
        Assert.False(Engine.Registration("free-content").HasProtect);
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
}
