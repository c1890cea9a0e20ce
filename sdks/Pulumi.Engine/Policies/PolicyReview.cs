using Pulumi.Engine.Recording;

namespace Pulumi.Engine.Policies;

/// <summary>What policy packs say of a run.</summary>
/// <param name="Packs">The packs, as name and number of policies.</param>
/// <param name="Violations">All violations, mandatory ones first.</param>
/// <param name="Remediations">What policies changed, or could not.</param>
/// <param name="Resources">The resources after that.</param>
public sealed record PolicyReview(
    IReadOnlyList<(string Name, int Policies)> Packs,
    IReadOnlyList<PolicyViolation> Violations,
    IReadOnlyList<PolicyRemediation> Remediations,
    IReadOnlyList<RecordedResource> Resources)
{
    /// <summary>Whether nothing mandatory is violated.</summary>
    public bool Passed => Violations.All(violation => violation.Level != EnforcementLevel.Mandatory);
}
