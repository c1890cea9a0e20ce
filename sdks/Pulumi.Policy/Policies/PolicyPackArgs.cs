namespace Pulumi.Policy;

/// <summary>The policies of a pack, and what is told of it.</summary>
public sealed record PolicyPackArgs
{
    /// <summary>The policies, in the order in which they run.</summary>
    public required IReadOnlyList<ValidationPolicy> Policies { get; init; }

    /// <summary>The level of policies that state none. Default: advisory.</summary>
    public EnforcementLevel EnforcementLevel { get; init; } = EnforcementLevel.Advisory;

    /// <summary>The pack's version. Default: that of the program's assembly.</summary>
    public string? Version { get; init; }

    /// <summary>What the pack is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>A name for people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>A longer text, as Markdown.</summary>
    public string Readme { get; init; } = "";

    /// <summary>The cloud that the pack is about, such as <c>aws</c>.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Words to find the pack by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where the pack's source is.</summary>
    public string Repository { get; init; } = "";
}
