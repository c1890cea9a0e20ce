using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Pulumi.Policy;

/// <summary>JSON schemas of options types.</summary>
internal static class OptionsSchema
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Annotate };

    /// <summary>The schemas of a type's properties, sorted by name, with the values of a new object as defaults.</summary>
    public static JsonObject PropertiesOf<T>(JsonTypeInfo<T> type)
    {
        var schemas = type.GetJsonSchemaAsNode(Options)["properties"] as JsonObject ?? [];
        var defaults = type.CreateObject is { } create && !type.Properties.Any(property => property.IsRequired)
            ? JsonSerializer.SerializeToNode(create(), type)!.AsObject()
            : [];
        var properties = new JsonObject();
        foreach (var (name, schema) in schemas.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var own = schema!.DeepClone().AsObject();
            if (defaults[name] is { } value)
                own["default"] = value.DeepClone();
            properties[name] = own;
        }
        return properties;
    }

    private static JsonNode Annotate(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.PropertyInfo?.AttributeProvider is not { } provider || schema is not JsonObject keywords || !IsOfProperty(context))
            return schema;
        if (Find<DescriptionAttribute>(provider) is { } description)
            keywords["description"] = description.Description;
        if (Find<RangeAttribute>(provider) is { } range)
        {
            keywords["minimum"] = Number(range.Minimum);
            if (range.Maximum is not (int.MaxValue or double.PositiveInfinity))
                keywords["maximum"] = Number(range.Maximum);
        }
        if (Find<JsonSchemaAttribute>(provider) is { } more)
            Merge(keywords, JsonNode.Parse(more.Schema)!.AsObject());
        return schema;
    }

    // Items of a list and values of a map come with the property that they are of, too.
    private static bool IsOfProperty(JsonSchemaExporterContext context) => context.Path.Length == 0 || context.Path[^2] == "properties";

    private static TAttribute? Find<TAttribute>(ICustomAttributeProvider provider)
        where TAttribute : Attribute => provider.GetCustomAttributes(typeof(TAttribute), inherit: true).OfType<TAttribute>().FirstOrDefault();

    private static JsonValue Number(object bound) => bound is int whole ? JsonValue.Create(whole) : JsonValue.Create((double)bound);

    private static void Merge(JsonObject target, JsonObject more)
    {
        foreach (var (keyword, value) in more)
        {
            if (value is JsonObject inner && target[keyword] is JsonObject existing)
                Merge(existing, inner);
            else
                target[keyword] = value?.DeepClone();
        }
    }
}
