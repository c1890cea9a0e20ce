using Pulumi;

namespace Sdks.Programs.Wire;

/// <summary>Programs about how resources refer to each other.</summary>
internal static class RelationPrograms
{
    public static void Components()
    {
        var outside = new Thing("outside");
        var group = new Group("group");
        var inner = new Thing("inner", null, new CustomResourceOptions { Parent = group });
        _ = new Thing("innermost", null, new CustomResourceOptions { Parent = inner });
        var nested = new Group("nested", new ComponentResourceOptions { Parent = group });
        _ = new Thing("in-nested", null, new CustomResourceOptions { Parent = nested });
        nested.Complete(new Dictionary<string, object?>());
        group.Complete(new Dictionary<string, object?> { ["id"] = inner.Id, ["name"] = "group" });
        _ = new Thing("after", new ThingArgs { Text = outside.Text! }, new CustomResourceOptions { DependsOn = { group } });
    }

    public static void References()
    {
        var thing = new Thing("thing");
        var group = new Group("group");
        group.Complete(new Dictionary<string, object?>());
        _ = new Thing("refers", new ThingArgs { Any = new Dictionary<string, object?> { ["thing"] = thing, ["group"] = group } });
    }

    public static void Providers()
    {
        var provider = new TestProvider("mine", new TestProviderArgs { Region = "eu-central-1", Retries = 3, Tags = { { "a", "b" } } });
        _ = new Thing("explicit", null, new CustomResourceOptions { Provider = provider });
        _ = new Thing("default");
        var group = new Group("group", new ComponentResourceOptions { Providers = { provider } });
        var child = new Thing("child", null, new CustomResourceOptions { Parent = group });
        _ = new Thing("grandchild", null, new CustomResourceOptions { Parent = child });
        group.Complete(new Dictionary<string, object?>());
    }

    public static void Aliases()
    {
        var parent = new Thing("parent");
        _ = new Thing("renamed", null, new CustomResourceOptions
        {
            Aliases =
            {
                new Alias { Name = "old" },
                new Alias { Type = "test:index:Old" },
                new Alias { Parent = parent },
                new Alias { NoParent = true },
                new Alias { ParentUrn = "urn:pulumi:dev::wire::test:index:Group::gone" },
                new Alias { Stack = "prod", Project = "other" },
                new Alias { Urn = "urn:pulumi:dev::wire::test:index:Thing::whole" },
            },
        });
    }

    public static void Transformations()
    {
        ResourceTransformation Adding(string key) => transformed =>
        {
            if (transformed.Args is not ThingArgs args)
                return null;
            args.Map.Add(key, "added");
            return new ResourceTransformationResult(args, ResourceOptionsWithProtect((CustomResourceOptions)transformed.Options));
        };

        var group = new Group("group", new ComponentResourceOptions { ResourceTransformations = { Adding("by-parent") } });
        _ = new Thing("child", null, new CustomResourceOptions { Parent = group, ResourceTransformations = { Adding("by-self") } });
        _ = new Thing("other");
        group.Complete(new Dictionary<string, object?>());
    }

    private static CustomResourceOptions ResourceOptionsWithProtect(CustomResourceOptions options) =>
        CustomResourceOptions.Merge(options, new CustomResourceOptions { Protect = true });
}
