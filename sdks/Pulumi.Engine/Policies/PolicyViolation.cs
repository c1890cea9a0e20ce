namespace Pulumi.Engine.Policies;

/// <summary>A resource that a policy is not content with, or a policy that cannot tell during a preview.</summary>
/// <param name="Pack">The pack's name.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Level">Advisory or mandatory.</param>
/// <param name="Urn">The resource; the root stack where the policy names none.</param>
/// <param name="Description">What the policy demands.</param>
/// <param name="Message">What is wrong here.</param>
public sealed record PolicyViolation(string Pack, string Policy, EnforcementLevel Level, string Urn, string Description, string Message);

/// <summary>A resource that a policy has changed, or could not change.</summary>
/// <param name="Pack">The pack's name.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Urn">The resource.</param>
/// <param name="Description">What the policy demands.</param>
/// <param name="Properties">Names of the inputs that it changed.</param>
/// <param name="Problem">Why it could not; empty where it could.</param>
public sealed record PolicyRemediation(
    string Pack, string Policy, string Urn, string Description, IReadOnlyList<string> Properties, string Problem);
