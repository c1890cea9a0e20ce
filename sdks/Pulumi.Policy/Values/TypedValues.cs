using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Pulumi.Policy;

/// <summary>Values as objects of types: by generated code, so that native code can do it, too.</summary>
internal static class TypedValues
{
    /// <summary>The value as an object. Only what the type declares is read.</summary>
    /// <exception cref="UnknownValueException">Something that the type declares is not known yet.</exception>
    /// <exception cref="JsonException">The value does not fit the type; the message tells the way to it, and not the value.</exception>
    public static T Read<T>(PropertyValue value, JsonTypeInfo<T> type)
        where T : class => ToJson(value, type).Deserialize(type) ?? throw new JsonException($"{typeof(T)} cannot be null");

    private static JsonNode? ToJson(PropertyValue value, JsonTypeInfo type) => (type.Kind, value.Kind) switch
    {
        (JsonTypeInfoKind.Object, PropertyKind.Map or PropertyKind.Asset or PropertyKind.Archive or PropertyKind.Resource) =>
            new JsonObject(type.Properties.Where(property => value.Has(property.Name))
                .Select(property => KeyValuePair.Create(property.Name, ToJson(value[property.Name], type.Options.GetTypeInfo(property.PropertyType))))),
        (JsonTypeInfoKind.Dictionary, PropertyKind.Map) =>
            new JsonObject(value.Keys.Select(key => KeyValuePair.Create(key, ToJson(value[key], type.Options.GetTypeInfo(type.ElementType!))))),
        (JsonTypeInfoKind.Enumerable, PropertyKind.List) =>
            new JsonArray([.. value.Items.Select(item => ToJson(item, type.Options.GetTypeInfo(type.ElementType!)))]),
        (_, PropertyKind.List) => new JsonArray([.. value.Items.Select(item => ToJson(item, type))]),
        (_, PropertyKind.Map) => new JsonObject(value.Keys.Select(key => KeyValuePair.Create(key, ToJson(value[key], type)))),
        _ => JsonValues.ToJson(value),
    };
}
