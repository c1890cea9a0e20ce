using Pulumi.Engine.Answers;
using Pulumi.Engine.Providers;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Hazards;

/// <summary>A name that only one object can have.</summary>
/// <param name="Text">Its type and the inputs that make it up.</param>
/// <param name="Within">The objects that it is a name within.</param>
internal sealed record ObjectName(string Text, IReadOnlyList<CloudObject> Within)
{
    public bool Equals(ObjectName? other) => other is not null && Text == other.Text && Within.SequenceEqual(other.Within);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}

/// <summary>An object in the cloud while the steps are walked through.</summary>
internal sealed class CloudObject(ResourceState resource)
{
    /// <summary>What it is now.</summary>
    public ResourceState Resource { get; private set; } = resource;

    /// <summary>The objects that each input names.</summary>
    public Dictionary<string, IReadOnlyList<CloudObject>> Uses { get; private set; } = [];

    /// <summary>The objects that it waited for: a deployment of an API shows them for good.</summary>
    public IReadOnlyList<CloudObject> After { get; private set; } = [];

    /// <summary>The only name of it; null while it has none that is known.</summary>
    public ObjectName? Name { get; private set; }

    /// <summary>Whether it takes the place of another object.</summary>
    public bool IsReplacement { get; init; }

    /// <summary>Whether the stack has forgotten it: no later update deletes it.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>The resource whose creation changed this object; null for none.</summary>
    public ResourceState? OverwrittenBy { get; set; }

    public ProviderRule Rule => ProviderTable.Find(Resource.Type);

    /// <summary>Makes it what a resource says.</summary>
    public void Become(ResourceState resource, Func<string, CloudObject?> find)
    {
        Resource = resource;
        Uses = resource.PropertyDependencies.ToDictionary(property => property.Key, property => Objects(property.Value, find));
        After = Objects(resource.Dependencies.Concat(resource.PropertyDependencies.Values.SelectMany(urns => urns)).Distinct(), find);
        Name = NameOf(resource, find);
    }

    private static IReadOnlyList<CloudObject> Objects(IEnumerable<string> urns, Func<string, CloudObject?> find) => [.. urns.Select(find).OfType<CloudObject>()];

    // Names are within what they are made of, and within what an explicit provider manages: of another object, the same text is another name.
    private ObjectName? NameOf(ResourceState resource, Func<string, CloudObject?> find)
    {
        if (ProviderTable.Find(resource.Type).Name is not { } inputs)
            return null;
        var parts = inputs.Select(input => Part(resource, input)).ToList();
        var within = inputs.SelectMany(input => Uses.GetValueOrDefault(input, [])).Append(find(resource.ProviderUrn)).OfType<CloudObject>().Where(used => used.Name is null);
        return parts.Contains(null) ? null : new ObjectName(string.Join(' ', parts.Prepend(resource.Type)), [.. within]);
    }

    private static string? Part(ResourceState resource, string input)
    {
        var properties = resource.Inputs;
        var parts = input.Split('.');
        foreach (var part in parts[..^1])
        {
            if (!properties.Fields.TryGetValue(part, out var inner) || PropertyValue.Unwrap(inner).StructValue is not { } structure)
                return "";
            properties = structure;
        }
        if (properties.Fields.TryGetValue(parts[^1], out var value))
            return PropertyValue.ContainsUnknown(value) ? null : PropertyJson.Convert(value)?.ToString() ?? "";
        // The provider makes up a name that nothing else has.
        return input == ResourceAnswers.NamedBy(resource.Type) ? null : "";
    }
}
