using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Transitions;

/// <summary>A resource as a stack's state has it, or as a program wants it.</summary>
public sealed record ResourceState
{
    /// <summary>The engine's name of it.</summary>
    public required string Urn { get; init; }

    /// <summary>The type token.</summary>
    public required string Type { get; init; }

    /// <summary>The parent's URN; empty for the root.</summary>
    public string Parent { get; init; } = "";

    /// <summary>Whether a provider manages it.</summary>
    public bool Custom { get; init; }

    /// <summary>The provider's id; empty when it is not known.</summary>
    public string Id { get; init; } = "";

    /// <summary>The inputs, in the wire encoding.</summary>
    public Struct Inputs { get; init; } = new();

    /// <summary>The outputs; empty where an export has none.</summary>
    public Struct Outputs { get; init; } = new();

    /// <summary>URNs it depends on.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>URNs that each input depends on.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> PropertyDependencies { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The provider reference, URN::ID.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Whether the engine refuses its deletion.</summary>
    public bool Protect { get; init; }

    /// <summary>Whether the object stays when the resource goes.</summary>
    public bool RetainOnDelete { get; init; }

    /// <summary>URN of the resource whose deletion deletes this one, too.</summary>
    public string DeletedWith { get; init; } = "";

    /// <summary>Whether it is looked up, not managed.</summary>
    public bool External { get; init; }

    /// <summary>Whether it is a replaced object whose deletion an earlier update has not got to.</summary>
    public bool PendingDeletion { get; init; }

    /// <summary>Whether an earlier update has deleted its object and not got to making the new one.</summary>
    public bool PendingReplacement { get; init; }

    /// <summary>Whether the next update replaces it, whatever has changed: <c>pulumi state taint</c>.</summary>
    public bool Tainted { get; init; }

    /// <summary>Whether its object was made and did not become ready: the next update goes on with it.</summary>
    public bool HasInitErrors { get; init; }

    /// <summary>Options that only a program's side has.</summary>
    public RecordedOptions Options { get; init; } = new();

    /// <summary>The name within the program.</summary>
    public string Name => Values.Urn.Name(Urn);

    /// <summary>URN of the explicit provider; empty for a default one, which steps do not show.</summary>
    internal string ProviderUrn => Provider.LastIndexOf("::", StringComparison.Ordinal) is > 0 and var end && !IsDefaultProvider(Provider[..end]) ? Provider[..end] : "";

    /// <summary>Everything that has to be there before it and goes after it.</summary>
    internal IEnumerable<string> Before => Dependencies.Concat(PropertyDependencies.Values.SelectMany(urns => urns)).Append(Parent).Append(ProviderUrn).Append(DeletedWith).Where(urn => urn.Length > 0);

    /// <summary>Whether the URN is of a provider that the engine makes itself.</summary>
    internal static bool IsDefaultProvider(string urn) =>
        Values.Urn.Type(urn).StartsWith("pulumi:providers:", StringComparison.Ordinal) && Values.Urn.Name(urn).StartsWith("default", StringComparison.Ordinal);

    /// <summary>Whether an input is known text; null when it is absent or unknown.</summary>
    internal string? Text(string input) => Inputs.Fields.TryGetValue(input, out var value) && !PropertyValue.ContainsUnknown(value)
        ? PropertyJson.Convert(PropertyValue.Unwrap(value))?.ToString()
        : null;
}
