using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>Properties for the engine, and the resources that each one comes from.</summary>
internal sealed record SerializedProperties(Struct Properties, Dictionary<string, HashSet<Resource>> Dependencies, bool HasUnknowns);

/// <summary>Writes named properties, each with its own dependencies.</summary>
internal static class PropertySerializer
{
    /// <summary>Writes the properties that are not null; <paramref name="label"/> names their owner in error texts.</summary>
    public static async Task<SerializedProperties> SerializeAsync(
        string label, IEnumerable<KeyValuePair<string, object?>> properties, Func<Serializer> createSerializer)
    {
        var serialized = new Struct();
        var dependencies = new Dictionary<string, HashSet<Resource>>();
        var hasUnknowns = false;
        foreach (var (name, property) in properties.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            var serializer = createSerializer();
            var value = await SerializeAsync(serializer, label, name, property).ConfigureAwait(false);
            if (value.KindCase == Value.KindOneofCase.NullValue)
                continue;

            serialized.Fields.Add(name, value);
            dependencies.Add(name, serializer.Dependencies);
            hasUnknowns |= serializer.HasUnknowns;
        }

        return new(serialized, dependencies, hasUnknowns);
    }

    private static async Task<Value> SerializeAsync(Serializer serializer, string label, string name, object? property)
    {
        try
        {
            return await serializer.SerializeAsync($"{label}.{name}", property).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"error serializing property \"{name}\": {exception.Message}", exception);
        }
    }
}
