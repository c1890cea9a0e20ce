namespace Pulumi.Engine.Providers;

/// <summary>What a provider and its cloud do with resources of one type.</summary>
public sealed record ProviderRule
{
    /// <summary>The line of a type that the tables do not have.</summary>
    public static ProviderRule None { get; } = new();

    /// <summary>Where the line is from: a key of the file's sources, or an address.</summary>
    public IReadOnlyList<string> Source { get; init; } = [];

    /// <summary>Inputs, as paths, whose change makes a new object.</summary>
    public IReadOnlyList<string> ForceNew { get; init; } = [];

    /// <summary>Whether the provider deletes the old object before it creates the new one, whatever the program says.</summary>
    public bool DeletedFirst { get; init; }

    /// <summary>Inputs that together are the only name of an object; empty: one an account; null: objects need no name.</summary>
    public IReadOnlyList<string>? Name { get; init; }

    /// <summary>Whether creating an object whose name is taken changes the one that has it; else it is refused.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Types, or * for any, and their inputs that keep an object from being deleted while they name it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> UsedBy { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The input that makes the cloud itself refuse a deletion.</summary>
    public string? ProtectedBy { get; init; }

    /// <summary>What is lost with an object; null for one that holds no state.</summary>
    public string? Keeps { get; init; }

    /// <summary>The input without which an object that is not empty is not deleted.</summary>
    public string? FullUnless { get; init; }

    /// <summary>Changes in place that the cloud refuses, or that hurt those who use the object.</summary>
    public IReadOnlyList<InPlaceRule> RefusedInPlace { get; init; } = [];

    /// <summary>Whether requests depend on the object while the API's stage leads to it.</summary>
    public bool Serves { get; init; }

    /// <summary>Inputs that name what serves only with this object behind it, as a service behind its target group; of several that are given all have to serve.</summary>
    public IReadOnlyList<string> Backs { get; init; } = [];

    /// <summary>Outputs that every update computes anew.</summary>
    public IReadOnlyList<string> ChangesOnUpdate { get; init; } = [];

    /// <summary>The input that says how many replicas run.</summary>
    public string? Capacity { get; init; }
}

/// <summary>A change in place with consequences.</summary>
/// <param name="Input">The changed input, as a path.</param>
/// <param name="When">Which changes: changes (any), noneStays (no element of the list is left), lower (a lower version), replaced (what it names is replaced).</param>
/// <param name="Why">What happens.</param>
/// <param name="Do">What to do instead.</param>
/// <param name="Kind">refused, or down when the cloud does it and requests fail.</param>
public sealed record InPlaceRule(string Input, string When, string Why, string Do, string Kind = "refused");
