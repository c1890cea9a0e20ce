using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Sdks.Tests.PulumiSdk;

public class RoundTripTests
{
    [Fact]
    public void AnyValue_SerializedAndRead_IsTheSame()
        => Prop.ForAll(Values.Any, value => Assert.Equal(Text(value), Text(RoundTrip(value).Value))).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyValue_WithOutputsAnywhere_ReadsAsPlainValue()
        => Prop.ForAll(Values.Any, value => Assert.Equal(Text(value), Text(RoundTrip(Wrap(value)).Value))).QuickCheckThrowOnFailure();

    [Fact]
    public void Assets_SerializedAndRead_AreTheSameKind()
    {
        var value = new AssetArchive(new Dictionary<string, AssetOrArchive>
        {
            ["text"] = new StringAsset("text"),
            ["file"] = new FileAsset("./file"),
            ["remote"] = new RemoteAsset("https://example.com/asset"),
            ["folder"] = new FileArchive("./folder"),
            ["zip"] = new RemoteArchive("https://example.com/a.zip"),
        });
        Assert.IsType<AssetArchive>(RoundTrip(value).Value);
        foreach (var asset in new AssetOrArchive[] { new StringAsset("t"), new FileAsset("f"), new RemoteAsset("u"), new FileArchive("a"), new RemoteArchive("r") })
            Assert.IsType(asset.GetType(), RoundTrip(asset).Value);
    }

    [Fact]
    public void Numbers_OfEveryAcceptedType_ReadAsDoubles()
    {
        Assert.Equal(7d, RoundTrip(7).Value);
        Assert.Equal(0.5, RoundTrip(0.5).Value);
        Assert.Equal(1d, RoundTrip(DayOfWeek.Monday).Value);
    }

    private static (object? Value, bool IsSecret) RoundTrip(object? value)
    {
        var resources = Deployment.TestAsync(
            new TestMocks { Answer = args => ("id", args.Inputs) },
            new TestOptions { IsPreview = false },
            () => { _ = new Echo("e", value); }).GetAwaiter().GetResult();
        var output = resources.OfType<Echo>().Single().Value;
        return (OutputUtilities.GetValueAsync(output).GetAwaiter().GetResult(), Output.IsSecretAsync(output).GetAwaiter().GetResult());
    }

    // Every second element becomes an output, every list and map an input of its kind.
    private static object? Wrap(object? value, int depth = 0) => value switch
    {
        ImmutableArray<object?> list => new InputList<object?> { list.Select((element, index) => (Input<object?>)Output.Create(Wrap(element, depth + index))).ToArray() },
        ImmutableDictionary<string, object?> map => Output.Create(map.ToImmutableDictionary(entry => entry.Key, entry => Wrap(entry.Value, depth + 1))),
        _ => depth % 2 == 0 ? Output.Create(value) : value,
    };

    // Canonical text: entries of null are dropped as they are on the wire.
    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        ImmutableArray<object?> list => $"[{string.Join(',', list.Select(Text))}]",
        ImmutableDictionary<string, object?> map => $"{{{string.Join(',', map
            .Where(entry => entry.Value is not null)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key}:{Text(entry.Value)}"))}}}",
        _ => value.ToString()!,
    };

    private sealed class Echo(string name, object? value) : CustomResource("test:index:Echo", name, new EchoArgs { Value = value }, options: null)
    {
        [Output("value")]
        public Output<object?> Value { get; private set; } = null!;
    }

    private sealed class EchoArgs : ResourceArgs
    {
        [Input("value")]
        public object? Value { get; set; }
    }
}

/// <summary>Values as the engine knows them.</summary>
internal static class Values
{
    private static readonly Gen<string> Text = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get).Where(IsUnicode);

    // Names with two underscores are a provider's own and are skipped.
    private static readonly Gen<string> Key = Text.Where(text => !text.StartsWith("__", StringComparison.Ordinal));

    private static readonly Gen<object?> Leaf = Gen.OneOf(
        Gen.Constant((object?)null),
        ArbMap.Default.GeneratorFor<bool>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(value => (object?)value.Get),
        Text.Select(value => (object?)value));

    public static Arbitrary<object?> Any { get; } = Gen.Sized(size => OfDepth(size == 0 ? 0 : 3)).ToArbitrary();

    private static Gen<object?> OfDepth(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(
            Leaf,
            OfDepth(depth - 1).ListOf(3).Select(list => (object?)list.ToImmutableArray()),
            (from entries in (from key in Key from value in OfDepth(depth - 1) select KeyValuePair.Create(key, value)).ListOf(3)
             select (object?)entries.DistinctBy(entry => entry.Key).ToImmutableDictionary()));

    // Protocol Buffers strings are UTF-8: a lone surrogate has no form.
    private static bool IsUnicode(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text, index) && !char.IsSurrogatePair(text, index++))
                return false;
        }

        return true;
    }
}
