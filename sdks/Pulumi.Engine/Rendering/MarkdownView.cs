using System.Text;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Policies;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Rendering;

/// <summary>A preview as the comment on a pull request: hazards first, then what policies say, then the steps by kind.</summary>
public static class MarkdownView
{
    // A comment holds 65,536 characters, and three stacks may share one.
    private const int MostSteps = 60;

    /// <summary>The comment of one stack, in GitHub's Markdown.</summary>
    /// <param name="stack">Its name.</param>
    /// <param name="transition">What the update does.</param>
    /// <param name="review">What policies say of it; null where none ran.</param>
    public static string Of(string stack, Transition transition, PolicyReview? review)
    {
        var text = new StringBuilder($"### {Code(stack)}: {Hazards(transition)}\n\n");
        if (transition.Hazards.Count > 0)
            AddHazards(text, transition.Hazards);
        if (review is not null)
            AddPolicies(text, review);
        AddSteps(text, [.. transition.Steps.Where(step => (step.New ?? step.Old)!.Custom)]);
        return text.ToString();
    }

    private static string Hazards(Transition transition) => transition.Hazards.Count == 0
        ? "no hazard"
        : $"⚠️ {string.Join(", ", transition.Hazards.GroupBy(hazard => hazard.Kind).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.First().KindName}"))}";

    private static void AddHazards(StringBuilder text, IEnumerable<Hazard> hazards)
    {
        text.Append("| hazard | resource | what happens | what to do |\n|---|---|---|---|\n");
        foreach (var hazard in hazards)
            text.Append($"| **{hazard.KindName}** | {Resource(hazard.Urn)} | {Cell(hazard.Why)} | {Cell(hazard.Do)} |\n");
        text.Append('\n');
    }

    private static void AddPolicies(StringBuilder text, PolicyReview review)
    {
        foreach (var violation in review.Violations)
            text.Append($"- **{(violation.Level == EnforcementLevel.Mandatory ? "mandatory" : "advisory")}** {Code(violation.Policy)}: {(violation.Urn.Length > 0 ? $"{Resource(violation.Urn)}: " : "")}{Cell(violation.Message)}\n");
        var mandatory = review.Violations.Count(violation => violation.Level == EnforcementLevel.Mandatory);
        text.Append($"{(review.Violations.Count > 0 ? "\n" : "")}Policies: {mandatory} mandatory and {review.Violations.Count - mandatory} advisory violations.\n\n");
    }

    private static void AddSteps(StringBuilder text, IReadOnlyList<Step> steps)
    {
        text.Append($"Steps: {string.Join(", ", steps.GroupBy(step => step.Kind).OrderBy(group => group.Key).Select(group => $"{group.Count()} {TransitionJson.Name(group.Key)}"))}.\n");
        foreach (var kind in steps.Where(step => step.Kind != StepKind.Same).GroupBy(step => step.Kind).OrderBy(group => group.Key))
        {
            text.Append($"\n<details><summary>{TransitionJson.Name(kind.Key)}: {kind.Count()}</summary>\n\n");
            foreach (var step in kind.Take(MostSteps))
                text.Append($"- {Resource(step.Urn)}{Reasons(step)}\n");
            if (kind.Count() > MostSteps)
                text.Append($"- and {kind.Count() - MostSteps} more\n");
            text.Append("\n</details>\n");
        }
    }

    private static string Reasons(Step step) => (step.Forced.Count > 0 ? step.Forced : step.Changed) is { Count: > 0 } paths ? $" ({string.Join(", ", paths.Select(Code))})" : "";

    private static string Resource(string urn) => $"{Code(urn[(urn.LastIndexOf("::", StringComparison.Ordinal) + 2)..])} {Urn.Type(urn)}";

    // What is between backticks is told as it is, but for backticks and what ends a table's cell.
    private static string Code(string text) => $"`{text.Replace("`", "'", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Cell(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
