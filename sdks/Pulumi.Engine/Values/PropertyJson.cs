using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Engine.Values;

/// <summary>
/// Property bags as JSON for people and tools: keys sorted, secrets as <c>[secret]</c>, unknown values as the sentinel,
/// assets and references in their wire encoding, as <c>pulumi preview --json</c> writes them.
/// </summary>
public static class PropertyJson
{
    /// <summary>What stands for a secret.</summary>
    public const string Secret = "[secret]";

    /// <summary>How all JSON of the engine is written.</summary>
    internal static JsonSerializerOptions Indented { get; } =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Converts a property bag.</summary>
    public static JsonObject Convert(Struct properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return new JsonObject(properties.Fields.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, Convert(field.Value))));
    }

    /// <summary>Converts one value.</summary>
    public static JsonNode? Convert(Value value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (PropertyValue.IsSecret(value))
            return Secret;
        var plain = PropertyValue.Unwrap(value);
        return plain.KindCase switch
        {
            Value.KindOneofCase.StringValue => plain.StringValue,
            Value.KindOneofCase.BoolValue => plain.BoolValue,
            Value.KindOneofCase.NumberValue when IsWhole(plain.NumberValue) => (long)plain.NumberValue,
            Value.KindOneofCase.NumberValue => plain.NumberValue,
            Value.KindOneofCase.StructValue => Convert(plain.StructValue),
            Value.KindOneofCase.ListValue => new JsonArray([.. plain.ListValue.Values.Select(Convert)]),
            _ => null,
        };
    }

    // Whole numbers of up to 2^53 are exact in a double.
    private static bool IsWhole(double number) => number == Math.Truncate(number) && Math.Abs(number) <= 1L << 53;
}
