using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Pulumi.Policy;

/// <summary>The configuration that a policy takes: a JSON schema for each property, which the engine validates by.</summary>
public abstract class PolicyConfigSchema
{
    private protected PolicyConfigSchema(JsonObject properties, IReadOnlyList<string> required) => (Properties, Required) = (properties, required);

    /// <summary>Schemas of the properties, by name, with their defaults.</summary>
    public JsonObject Properties { get; }

    /// <summary>Properties that must be configured.</summary>
    public IReadOnlyList<string> Required { get; }

    /// <summary>
    /// The schema of an options type: its properties, with what <see cref="System.ComponentModel.DescriptionAttribute"/>,
    /// <see cref="System.ComponentModel.DataAnnotations.RangeAttribute"/> and <see cref="JsonSchemaAttribute"/> say of them, and the
    /// values of a new object as defaults. Properties that are <c>required</c> must be configured.
    /// </summary>
    /// <param name="type">Of a JsonSerializerContext of the pack, whose naming policy is that of the configuration.</param>
    public static PolicyConfigSchema<T> For<T>(JsonTypeInfo<T> type)
        where T : class => new(type);
}

/// <summary>The configuration that a policy takes, as an options type.</summary>
public sealed class PolicyConfigSchema<T> : PolicyConfigSchema
    where T : class
{
    private readonly JsonTypeInfo<T> _type;

    internal PolicyConfigSchema(JsonTypeInfo<T> type)
        : base(OptionsSchema.PropertiesOf(type), [.. type.Properties.Where(property => property.IsRequired).Select(property => property.Name)]) => _type = type;

    /// <summary>The options of a configuration. What is not configured, such as before the engine has, is as in a new object.</summary>
    internal T Read(JsonObject configuration) => configuration.Deserialize(_type)
        ?? throw new InvalidOperationException($"the configuration of {typeof(T).Name} is null.");
}
