using Pulumi.Policy;

namespace Policies.Tagging;

/// <summary>Every resource says whose it is, what for, and who pays.</summary>
internal static class TaggingPack
{
    public static PolicyPack Create() => new("tagging", new PolicyPackArgs
    {
        EnforcementLevel = EnforcementLevel.Mandatory,
        Version = "1.0.0",
        Policies = [ManagedByTag.Policy, RequiredTags.Policy, TagValues.Policy],
    });
}
