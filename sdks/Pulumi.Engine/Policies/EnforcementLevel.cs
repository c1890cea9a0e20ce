namespace Pulumi.Engine.Policies;

/// <summary>What a violation of a policy does; the numbers are the protocol's.</summary>
public enum EnforcementLevel
{
    /// <summary>It is told.</summary>
    Advisory = 0,

    /// <summary>It fails the preview or the update.</summary>
    Mandatory = 1,

    /// <summary>The policy is not run.</summary>
    Disabled = 2,

    /// <summary>The policy changes the resource; what it cannot mend is mandatory.</summary>
    Remediate = 3,
}
