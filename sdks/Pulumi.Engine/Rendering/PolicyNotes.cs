using Pulumi.Engine.Policies;
using Pulumi.Engine.Recording;
using Rendering;
using Spectre.Console;

namespace Pulumi.Engine.Rendering;

/// <summary>What policies say of each resource, as markup below its heading: mandatory in red first, then advisory, then changes.</summary>
internal sealed class PolicyNotes(PolicyReview? review)
{
    // The review has mandatory violations first.
    private readonly ILookup<string, PolicyViolation> _violations = (review?.Violations ?? []).ToLookup(violation => violation.Urn);
    private readonly ILookup<string, PolicyRemediation> _remediations = (review?.Remediations ?? []).ToLookup(remediation => remediation.Urn);

    public string Of(RecordedResource resource)
    {
        var violations = _violations[resource.Urn].Select(violation => violation.Level == EnforcementLevel.Mandatory
            ? Note("red", "mandatory", violation.Pack, violation.Policy, violation.Message)
            : Note("yellow", "advisory", violation.Pack, violation.Policy, violation.Message));
        var remediations = _remediations[resource.Urn].Select(remediation => remediation.Problem.Length > 0
            ? Note("yellow", "not remediated", remediation.Pack, remediation.Policy, remediation.Problem)
            : Note("blue", "remediated", remediation.Pack, remediation.Policy, string.Join(", ", remediation.Properties)));
        return string.Concat(violations.Concat(remediations));
    }

    public static string Summary(PolicyReview review)
    {
        var mandatory = review.Violations.Count(violation => violation.Level == EnforcementLevel.Mandatory);
        var packs = string.Join(", ", review.Packs.Select(pack => $"{pack.Name} {pack.Policies}"));
        return $"policies: {PlainMarkup.Of(packs)}; [{(mandatory > 0 ? "red" : "green")}]{mandatory} mandatory[/] and {review.Violations.Count - mandatory} advisory violations, {review.Remediations.Count} remediated";
    }

    private static string Note(string colour, string kind, string pack, string policy, string message) =>
        $"\n    [{colour}]{kind}:[/] {PlainMarkup.Of($"{policy} ({pack}): {message}")}";
}
