namespace Pulumi.Policy;

/// <summary>What a violation of a policy does; the numbers are the protocol's.</summary>
public enum EnforcementLevel
{
    /// <summary>It is told, and stops nothing.</summary>
    Advisory = 0,

    /// <summary>It stops the preview or the update.</summary>
    Mandatory = 1,

    /// <summary>The policy does not run.</summary>
    Disabled = 2,

    /// <summary>The policy changes the resource; what it cannot mend is mandatory.</summary>
    Remediate = 3,
}

/// <summary>How bad a violation is; the numbers are the protocol's.</summary>
public enum Severity
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Low.</summary>
    Low = 1,

    /// <summary>Medium.</summary>
    Medium = 2,

    /// <summary>High.</summary>
    High = 3,

    /// <summary>Critical.</summary>
    Critical = 4,
}

/// <summary>The framework of rules that a policy is of, such as CIS 1.5.0.</summary>
/// <param name="Name">The framework's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Reference">The rule's number in it.</param>
/// <param name="Specification">The rule's text, or where it stands.</param>
public sealed record PolicyComplianceFramework(string Name, string Version, string Reference, string Specification);
