namespace Pulumi.Policy;

/// <summary>
/// Takes a violation. The message says what is wrong and what is allowed, and never the value: policies see secrets as plain text.
/// </summary>
/// <param name="message">What is wrong here; the policy's description goes before it.</param>
/// <param name="urn">The resource that is wrong. Empty: the one that is validated, or the stack.</param>
/// <param name="enforcementLevel">Another level than the policy's.</param>
/// <param name="severity">Another severity than the policy's.</param>
public delegate void ReportViolation(string message, string urn = "", EnforcementLevel? enforcementLevel = null, Severity? severity = null);

/// <summary>What all policies have: a name, what they demand, and how strictly.</summary>
public abstract record ValidationPolicy
{
    /// <summary>The name, unique in its pack; <c>all</c> stands for every policy and is no name.</summary>
    public required string Name { get; init; }

    /// <summary>What the policy demands, and why.</summary>
    public required string Description { get; init; }

    /// <summary>The level where no configuration sets another. Default: the pack's.</summary>
    public EnforcementLevel? EnforcementLevel { get; init; }

    /// <summary>The configuration that the policy takes; none by default.</summary>
    public PolicyConfigSchema? ConfigSchema { get; init; }

    /// <summary>A name for people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>How bad a violation is.</summary>
    public Severity Severity { get; init; }

    /// <summary>The framework that the policy is of.</summary>
    public PolicyComplianceFramework? Framework { get; init; }

    /// <summary>Words to find the policy by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How people mend a violation.</summary>
    public string RemediationSteps { get; init; } = "";

    /// <summary>Where more is said about the policy.</summary>
    public string Url { get; init; } = "";
}
