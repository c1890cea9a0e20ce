using System.Collections.Immutable;
using Pulumi;

namespace Sdks.Programs.Wire;

/// <summary>Programs about what values look like on the wire.</summary>
internal static class ValuePrograms
{
    public static void Values()
    {
        _ = new Thing("empty");
        _ = new Thing("full", new ThingArgs
        {
            Text = "a",
            Count = 3,
            Ratio = 0.5,
            On = false,
            List = { "x", "y" },
            Map = { { "k", "v" } },
            Nested = new NestedArgs { Inner = "deep" },
            Mode = Mode.Fast,
            Level = Level.High,
            Choice = 5,
            Any = new Dictionary<string, object?>
            {
                ["one"] = 1,
                ["gone"] = null,
                ["list"] = ImmutableArray.Create<object?>(true, null, "z"),
            },
        });
    }

    public static void Secrets()
    {
        var password = new Config().RequireSecret("password");
        var thing = new Thing(
            "secret",
            new ThingArgs
            {
                Text = password,
                Map = { { "open", "v" }, { "closed", Output.CreateSecret("k") } },
                Nested = Output.CreateSecret(new NestedArgs { Inner = "deep" }),
            },
            new CustomResourceOptions { AdditionalSecretOutputs = { "computed" } });
        _ = new Thing("from-secret", new ThingArgs
        {
            Text = thing.Text.Apply(text => text + "!"),
            Map = { { "open", Output.Unsecret(password).Apply(text => $"{text.Length}") } },
        });
        Log.Info("the password is hunter2");
    }

    public static void Unknowns()
    {
        var first = new Thing("first", new ThingArgs { Text = "known" });
        _ = new Thing("second", new ThingArgs
        {
            Text = first.Computed!,
            List = { "known", first.Id },
            Map = { { "id", first.Id }, { "text", first.Text! } },
            Any = Output.Format($"{first.Id}!"),
            Nested = new NestedArgs { Inner = Output.Tuple(Output.CreateSecret("s"), first.Id).Apply(both => both.Item1 + both.Item2) },
        });
    }

    public static void Assets()
    {
        _ = new Thing("text", new ThingArgs { File = new StringAsset("hello") });
        _ = new Thing("file", new ThingArgs { File = new FileAsset("./a.txt") });
        _ = new Thing("remote", new ThingArgs { File = new RemoteAsset("https://example.com/a.txt") });
        _ = new Thing("folder", new ThingArgs { File = new FileArchive("./folder") });
        _ = new Thing("remote-archive", new ThingArgs { File = new RemoteArchive("https://example.com/a.zip") });
        _ = new Thing("archive", new ThingArgs
        {
            File = new AssetArchive(new Dictionary<string, AssetOrArchive>
            {
                ["a.txt"] = new StringAsset("hello"),
                ["sub"] = new FileArchive("./folder"),
            }),
        });
    }

    public static IDictionary<string, object?> Outputs()
    {
        var thing = new Thing("thing", new ThingArgs { Text = "known" });
        return new Dictionary<string, object?>
        {
            ["plain"] = "text",
            ["known"] = thing.Text,
            ["unknown"] = thing.Computed,
            ["secret"] = Output.CreateSecret("hidden"),
            ["list"] = new[] { 1, 2 },
            ["nothing"] = null,
        };
    }
}
