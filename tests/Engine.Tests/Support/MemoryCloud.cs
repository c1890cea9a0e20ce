using Pulumi.Engine.Providers;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;

namespace Engine.Tests.Support;

/// <summary>What a cloud refuses.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>
/// A cloud in memory that refuses and overwrites as the tables say. Apart from the tables it has nothing of the analysis that it is
/// held against: it knows objects by their ids, not by their URNs.
/// </summary>
internal sealed class MemoryCloud
{
    /// <summary>Beside inputs, what manages an object: names are within it.</summary>
    public const string Provider = "(provider)";

    private int _made;

    /// <summary>An object and the ids that each of its inputs names.</summary>
    public sealed record Thing(string Type, string? Name, ResourceState Shape, IReadOnlyDictionary<string, IReadOnlyList<string>> Uses);

    public Dictionary<string, Thing> Things { get; } = [];

    /// <summary>Another cloud with the same objects.</summary>
    public MemoryCloud Copy()
    {
        var copy = new MemoryCloud { _made = _made };
        foreach (var (id, thing) in Things)
            copy.Things[id] = thing;
        return copy;
    }

    public string Create(ResourceState shape, IReadOnlyDictionary<string, IReadOnlyList<string>> uses)
    {
        var thing = Make(shape, uses);
        var taken = Things.FirstOrDefault(other => thing.Name is not null && other.Value.Type == thing.Type && other.Value.Name == thing.Name).Key;
        if (taken is not null && !ProviderTable.Find(shape.Type).Overwrites)
            throw new RefusedException($"{thing.Name} exists");
        var id = taken ?? $"{shape.Type[(shape.Type.LastIndexOf(':') + 1)..]}-{++_made}";
        Things[id] = thing;
        return id;
    }

    public void Update(string id, ResourceState shape, IReadOnlyDictionary<string, IReadOnlyList<string>> uses)
    {
        if (!Things.ContainsKey(id))
            throw new RefusedException($"{id} is not there");
        Things[id] = Make(shape, uses);
    }

    public void Delete(string id)
    {
        if (!Things.TryGetValue(id, out var thing))
            return;
        var rule = ProviderTable.Find(thing.Type);
        if (rule.ProtectedBy is { } flag && thing.Shape.Inputs.Fields.TryGetValue(flag, out var on) && PropertyValue.Unwrap(on).BoolValue)
            throw new RefusedException($"{id} has {flag}");
        foreach (var (other, user) in Things.Where(entry => entry.Key != id))
        {
            if ((rule.UsedBy.GetValueOrDefault(user.Type) ?? rule.UsedBy.GetValueOrDefault("*", [])).Any(input => user.Uses.GetValueOrDefault(input, []).Contains(id)))
                throw new RefusedException($"{other} names {id}");
        }
        Things.Remove(id);
    }

    private static Thing Make(ResourceState shape, IReadOnlyDictionary<string, IReadOnlyList<string>> uses)
    {
        var parts = ProviderTable.Find(shape.Type).Name?.Prepend(Provider).Select(input => uses.GetValueOrDefault(input, []) is { Count: > 0 } ids ? string.Join(',', ids) : input == Provider ? "" : Given(shape, input)).ToList();
        return new Thing(shape.Type, parts is null || parts.Contains(null) ? null : string.Join('|', parts), shape, uses);
    }

    private static string? Given(ResourceState shape, string path)
    {
        var value = Google.Protobuf.WellKnownTypes.Value.ForStruct(shape.Inputs);
        foreach (var part in path.Split('.'))
        {
            if (value.StructValue is not { } fields || !fields.Fields.TryGetValue(part, out var inner))
                return null;
            value = PropertyValue.Unwrap(inner);
        }
        return value.ToString();
    }
}
