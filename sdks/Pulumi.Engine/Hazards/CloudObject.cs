using Pulumi.Engine.Answers;
using Pulumi.Engine.Providers;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Hazards;

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
    public string? Name { get; private set; }

    /// <summary>Whether it takes the place of another object.</summary>
    public bool IsReplacement { get; init; }

    /// <summary>The resource whose creation changed this object; null for none.</summary>
    public ResourceState? OverwrittenBy { get; set; }

    public ProviderRule Rule => ProviderTable.Find(Resource.Type);

    /// <summary>Makes it what a resource says.</summary>
    public void Become(ResourceState resource, Func<string, CloudObject?> find)
    {
        Resource = resource;
        Uses = resource.PropertyDependencies.ToDictionary(property => property.Key, property => Objects(property.Value, find));
        After = Objects(resource.Dependencies.Concat(resource.PropertyDependencies.Values.SelectMany(urns => urns)).Distinct(), find);
        Name = NameOf(resource);
    }

    private static IReadOnlyList<CloudObject> Objects(IEnumerable<string> urns, Func<string, CloudObject?> find) => [.. urns.Select(find).OfType<CloudObject>()];

    private static string? NameOf(ResourceState resource)
    {
        if (ProviderTable.Find(resource.Type).Name is not { } inputs)
            return null;
        var parts = inputs.Select(input => Part(resource, input)).ToList();
        return parts.Contains(null) ? null : string.Join(' ', parts.Prepend(resource.ProviderUrn).Prepend(resource.Type));
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
