using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Policy;

/// <summary>Plain JSON to and from the wire's structures.</summary>
internal static partial class JsonValues
{
    public static JsonObject ToJson(Struct? map) =>
        new((map ?? new Struct()).Fields.Select(field => KeyValuePair.Create(field.Key, ToJson(field.Value))));

    public static Struct ToStruct(JsonObject map) => ToValue(JsonSerializer.SerializeToElement(map, JsonNodes.Default.JsonObject)).StructValue;

    /// <summary>The value of an element; of keys that repeat the last counts, as in JavaScript.</summary>
    public static Value ToValue(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new Struct();
                foreach (var property in element.EnumerateObject())
                    map.Fields[property.Name] = ToValue(property.Value);
                return Value.ForStruct(map);
            case JsonValueKind.Array:
                return Value.ForList([.. element.EnumerateArray().Select(ToValue)]);
            case JsonValueKind.String:
                return Value.ForString(element.GetString()!);
            case JsonValueKind.Number:
                return Value.ForNumber(element.GetDouble());
            case JsonValueKind.True or JsonValueKind.False:
                return Value.ForBool(element.GetBoolean());
            default:
                return Value.ForNull();
        }
    }

    /// <summary>A value that is no list or map, as JSON.</summary>
    public static JsonNode? ToJson(PropertyValue value) => value.AsString is { } text ? JsonValue.Create(text) : value.Scalar is { } scalar ? ToJson(scalar) : null;

    private static JsonNode? ToJson(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => JsonValue.Create(value.StringValue),
        Value.KindOneofCase.BoolValue => JsonValue.Create(value.BoolValue),
        // Whole numbers of up to 2^53 are exact in a double, and options of whole numbers take no fraction or exponent.
        Value.KindOneofCase.NumberValue when Math.Truncate(value.NumberValue) == value.NumberValue && Math.Abs(value.NumberValue) <= 1L << 53 => JsonValue.Create((long)value.NumberValue),
        Value.KindOneofCase.NumberValue => JsonValue.Create(value.NumberValue),
        Value.KindOneofCase.StructValue => ToJson(value.StructValue),
        Value.KindOneofCase.ListValue => new JsonArray([.. value.ListValue.Values.Select(ToJson)]),
        _ => null,
    };

    [JsonSerializable(typeof(JsonObject))]
    private sealed partial class JsonNodes : JsonSerializerContext;
}
