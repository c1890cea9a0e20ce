using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Policy;

namespace Policies.Tests.Library;

public class PropertyValueTests
{
    private const string Inputs = """
        {
          "size": 3, "on": false, "name": "n", "none": null, "list": [1, "UNKNOWN"], "map": { "a": { "b": "UNKNOWN" } },
          "secret": { "SIGNATURE": "SECRET", "value": { "token": "hush" } },
          "output": { "SIGNATURE": "OUTPUT", "value": "x", "secret": true, "dependencies": [] },
          "later": { "SIGNATURE": "OUTPUT", "dependencies": [] },
          "bucket": { "SIGNATURE": "RESOURCE", "urn": "urn:pulumi:s::p::a:b:C::d", "id": "i-1" },
          "newBucket": { "SIGNATURE": "RESOURCE", "urn": "urn:pulumi:s::p::a:b:C::e", "id": "" },
          "code": { "SIGNATURE": "ARCHIVE", "assets": { "index.js": { "SIGNATURE": "ASSET", "text": "1" } } }
        }
        """;

    private static PropertyValue Props(bool isReadOnly = true) => PropertyValue.Of(Wire(Inputs), isReadOnly);

    [Fact]
    public void Read_OfAnyKind_IsWhatItIs()
    {
        var props = Props();

        Assert.Equal((3.0, false, "n"), (props["size"].AsNumber!.Value, props["on"].AsBoolean!.Value, props["name"].AsString));
        Assert.Equal((PropertyKind.Null, PropertyKind.Undefined), (props["none"].Kind, props["missing"]["deeper"][7].Kind));
        Assert.Equal(("hush", "x", "i-1"), (props["secret"]["token"].AsString, props["output"].AsString, props["bucket"].AsString));
        Assert.Equal((PropertyKind.Archive, PropertyKind.Asset), (props["code"].Kind, props["code"]["assets"]["index.js"].Kind));
        Assert.Equal(["index.js"], props["code"]["assets"].Keys);
    }

    [Theory]
    [InlineData("later", ".later")]
    [InlineData("newBucket", ".newBucket")]
    public void Read_Unknown_ThrowsWithThePath(string key, string path)
    {
        var exception = Assert.Throws<UnknownValueException>(() => Props()[key]);

        Assert.Equal($"string value at {path} can't be known during preview", exception.Message);
        Assert.True(Props().Has(key));
    }

    [Fact]
    public void Read_UnknownDeeper_ThrowsThereOnly()
    {
        var props = Props();

        Assert.Equal(1, props["list"][0].AsNumber);
        Assert.Equal("list.1", Assert.Throws<UnknownValueException>(() => props["list"].Items.ToList()).Path);
        Assert.Equal("map.a.b", Assert.Throws<UnknownValueException>(() => props["map"]["a"]["b"]).Path);
    }

    [Fact]
    public void ToString_OfASecret_TellsItsKindOnly() => Assert.Equal("String", Props()["secret"]["token"].ToString());

    [Fact]
    public void Set_InASecretMap_StaysSecret()
    {
        var props = Props(isReadOnly: false);

        props["secret"].Set("more", "x");
        props["list"].Add(2);
        Assert.True(props.Remove("name"));

        var expected = Wire(Inputs);
        expected.Fields["secret"].StructValue.Fields["value"].StructValue.Fields["more"] = Value.ForString("x");
        expected.Fields["list"].ListValue.Values.Add(Value.ForNumber(2));
        expected.Fields.Remove("name");
        Assert.Equal(expected, props.Wire!.StructValue);
    }

    [Fact]
    public void Set_WhereAPolicyValidates_IsRefused() =>
        Assert.Contains("RemediateResource", Assert.Throws<InvalidOperationException>(() => Props().Set("a", 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void AsTyped_Record_ReadsWhatItDeclares()
    {
        var sizes = TypedValues.Read(Props(), TypedJson.Default.Sizes);

        Assert.Equal((3, "hush", 1), (sizes.Size, sizes.Secret!.Token, sizes.Code!.Assets.Count));
        Assert.Equal("map.a.b", Assert.Throws<UnknownValueException>(() => TypedValues.Read(Props(), TypedJson.Default.Maps)).Path);
        Assert.DoesNotContain("hush", Assert.Throws<System.Text.Json.JsonException>(() => TypedValues.Read(Props()["secret"], TypedJson.Default.Tokens)).Message, StringComparison.Ordinal);
    }

    /// <summary>What a policy does not touch goes back as it came, whatever it is; and what is made is read as it was made.</summary>
    [Fact]
    public void Values_OfAnyNesting_SurviveBothWays()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var inputs = new Struct { Fields = { ["value"] = Make(random, 4), ["other"] = Signed(PropertyEncoding.Secret, ("value", Value.ForString("hush"))) } };
            var props = PropertyValue.Of(inputs.Clone(), isReadOnly: false);
            foreach (var key in props.Keys.ToList())
                Touch(props, key);

            Assert.Equal(inputs, props.Wire!.StructValue);
            var moved = PropertyValue.Of(new Struct(), isReadOnly: false);
            if (props["other"] is { Kind: not PropertyKind.Undefined } other)
                moved.Set("other", other);
            Assert.Equal(inputs.Fields["other"], moved.Wire!.StructValue.Fields["other"]);
        }
    }

    // Reads all there is.
    private static void Touch(PropertyValue holder, string key)
    {
        try
        {
            var value = holder[key];
            _ = (value.AsText, value.IsTruthy, value.Kind);
            foreach (var item in value.Items)
                _ = item.AsText;
            foreach (var inner in value.Keys.ToList())
                Touch(value, inner);
        }
        catch (UnknownValueException)
        {
            // It is there, and stays.
        }
    }

    private static Value Make(Random random, int depth) => (depth == 0 ? random.Next(5) : random.Next(12)) switch
    {
        0 => Value.ForNull(),
        1 => Value.ForBool(random.Next(2) == 0),
        2 => Value.ForNumber(random.NextDouble() * 1000),
        3 => Value.ForString($"text {random.Next()}"),
        4 => Value.ForString("04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
        5 => Value.ForList([.. Enumerable.Range(0, random.Next(4)).Select(_ => Make(random, depth - 1))]),
        6 => Value.ForStruct(new Struct { Fields = { Enumerable.Range(0, random.Next(4)).ToDictionary(i => $"k{i}", _ => Make(random, depth - 1)) } }),
        7 => Signed(PropertyEncoding.Secret, ("value", Make(random, depth - 1))),
        8 => Signed(PropertyEncoding.Output, ("value", Make(random, depth - 1)), ("secret", Value.ForBool(random.Next(2) == 0)), ("dependencies", Value.ForList())),
        9 => Signed(PropertyEncoding.Asset, ("text", Value.ForString("t"))),
        10 => Signed(PropertyEncoding.Archive, ("assets", Value.ForStruct(new Struct { Fields = { ["a"] = Signed(PropertyEncoding.Asset, ("path", Value.ForString("p"))) } }))),
        _ => Signed(PropertyEncoding.Resource, ("urn", Value.ForString("urn:pulumi:s::p::t::n")), ("id", Value.ForString(random.Next(2) == 0 ? "" : "id"))),
    };

    private static Value Signed(string signature, params (string Key, Value Value)[] fields)
    {
        var value = new Struct { Fields = { [PropertyEncoding.SignatureKey] = Value.ForString(signature) } };
        foreach (var (key, field) in fields)
            value.Fields[key] = field;
        return Value.ForStruct(value);
    }

    private static Struct Wire(string json) => Struct.Parser.ParseJson(json
        .Replace("SIGNATURE", PropertyEncoding.SignatureKey, StringComparison.Ordinal)
        .Replace("SECRET", PropertyEncoding.Secret, StringComparison.Ordinal)
        .Replace("OUTPUT", PropertyEncoding.Output, StringComparison.Ordinal)
        .Replace("RESOURCE", PropertyEncoding.Resource, StringComparison.Ordinal)
        .Replace("ARCHIVE", PropertyEncoding.Archive, StringComparison.Ordinal)
        .Replace("ASSET", PropertyEncoding.Asset, StringComparison.Ordinal)
        .Replace("UNKNOWN", PropertyEncoding.Unknown, StringComparison.Ordinal));
}

internal sealed record Sizes(int Size, Secrets? Secret, Code? Code);

internal sealed record Secrets(string Token);

internal sealed record Tokens(int Token);

internal sealed record Code(IReadOnlyDictionary<string, Asset> Assets);

internal sealed record Asset(string? Text);

internal sealed record Maps(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Map);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Sizes))]
[JsonSerializable(typeof(Tokens))]
[JsonSerializable(typeof(Maps))]
internal sealed partial class TypedJson : JsonSerializerContext;
