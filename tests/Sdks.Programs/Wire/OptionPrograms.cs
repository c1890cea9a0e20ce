using Pulumi;

namespace Sdks.Programs.Wire;

/// <summary>Programs about options, lookups and calls.</summary>
internal static class OptionPrograms
{
    public static void Options()
    {
        var anchor = new Thing("anchor");
        _ = new Thing("all", new ThingArgs { Text = "a" }, new CustomResourceOptions
        {
            Protect = true,
            RetainOnDelete = true,
            DeleteBeforeReplace = true,
            DeletedWith = anchor,
            IgnoreChanges = { "text" },
            ReplaceOnChanges = { "map.k", "*" },
            Version = "1.2.3",
            PluginDownloadURL = "https://example.com/plugins",
            CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(5), Delete = TimeSpan.FromSeconds(90) },
        });
        _ = new Thing("none", null, new CustomResourceOptions { Protect = false, RetainOnDelete = false, DeleteBeforeReplace = false });
        _ = new Group("protected", new ComponentResourceOptions { Protect = true });
        _ = new Thing("imported", new ThingArgs { Text = "a" }, new CustomResourceOptions { ImportId = "thing-123" });
    }

    public static void Get()
    {
        var found = Thing.Get("found", "thing-123", new ThingArgs { Text = "a" });
        _ = new Thing("uses", new ThingArgs { Text = found.Id });
        found.Urn.Apply(urn => new Thing("by-urn", null, new CustomResourceOptions { Urn = urn }));
    }

    public static void StackReferences()
    {
        var other = new StackReference("organization/other/prod");
        _ = new Thing("uses", new ThingArgs
        {
            Text = other.RequireOutput("url").Apply(url => (string)url),
            Map = { { "token", other.RequireOutput("token").Apply(token => (string)token) } },
        });
    }

    public static async Task Invokes()
    {
        var plain = await Deployment.Instance.InvokeAsync<LookupResult>("test:index/get:get", new LookupArgs { Name = "plain" });
        var first = new Thing("first");
        var known = Deployment.Instance.Invoke<LookupResult>(
            "test:index/get:get", new LookupInvokeArgs { Name = Output.Create("known") }, new InvokeOptions { Version = "1.2.3" });
        var unknown = Deployment.Instance.Invoke<LookupResult>("test:index/get:get", new LookupInvokeArgs { Name = first.Id });
        _ = new Thing("second", new ThingArgs
        {
            Text = plain.Answer,
            Map = { { "known", known.Apply(result => result.Answer) }, { "unknown", unknown.Apply(result => result.Answer) } },
        });
    }

    /// <summary>Resources that the configuration decides on.</summary>
    public static void Configured()
    {
        var config = new Config();
        var stack = Deployment.Instance.StackName;
        var group = new Group("group");
        _ = new Thing($"sized-{stack}", new ThingArgs { Count = config.RequireInt32("size"), Text = """{"b": [1, 2], "a": "same"}""" }, new CustomResourceOptions { Parent = group });
        foreach (var name in config.RequireObject<string[]>("names"))
            _ = new Thing(name, new ThingArgs { Text = Output.CreateSecret(name) });
        group.Complete(new Dictionary<string, object?>());
    }

    public static void Many()
    {
        for (var i = 0; i < 1000; i++)
            _ = new Thing($"thing-{i}", new ThingArgs { Text = $"text {i}" });
    }
}
