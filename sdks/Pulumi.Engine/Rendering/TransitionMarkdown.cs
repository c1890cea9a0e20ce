using System.Text;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Policies;
using Pulumi.Engine.Transitions;

namespace Pulumi.Engine.Rendering;

/// <summary>Steps and hazards as GitHub's Markdown, for a comment on a pull request: hazards first, then what policies say, then steps by kind.</summary>
public sealed class TransitionMarkdown
{
    // GitHub takes 65,536 characters a comment: what comes last is left out and counted.
    private const int Most = 60_000;

    private readonly StringBuilder _text = new();

    private TransitionMarkdown()
    {
    }

    /// <summary>The comment's text.</summary>
    /// <param name="title">Its heading: project and stack.</param>
    /// <param name="transition">What an update does.</param>
    /// <param name="review">What policies say of its end; null where none ran.</param>
    public static string Of(string title, Transition transition, PolicyReview? review)
    {
        ArgumentNullException.ThrowIfNull(transition);
        var markdown = new TransitionMarkdown();
        var steps = transition.Steps.Where(step => step.Kind != StepKind.Same && (step.New ?? step.Old)!.Custom).GroupBy(step => step.Kind).OrderBy(group => group.Key).ToList();
        markdown.Line($"### {Plain(title)}: {(steps.Count == 0 ? "nothing changes" : string.Join(", ", steps.Select(group => $"{group.Count()} {TransitionJson.Name(group.Key)}")))}");
        if (transition.UnknownTypes.Count > 0)
            markdown.Line($"Not in the tables, so that hazards of theirs are not known: {Plain(string.Join(", ", transition.UnknownTypes))}");
        markdown.AddHazards(transition.Hazards);
        if (review is not null)
            markdown.AddPolicies(review);
        foreach (var group in steps)
            markdown.Fold($"{group.Count()} {TransitionJson.Name(group.Key)}", [.. group.Select(Item)]);
        return markdown._text.ToString();
    }

    private void AddHazards(IReadOnlyList<Hazard> hazards)
    {
        if (hazards.Count == 0)
        {
            Line("No hazard: nothing is lost, refused, in the way later, or down meanwhile.");
            return;
        }
        Line($"**Hazards**: {string.Join(", ", hazards.GroupBy(hazard => hazard.Kind).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.First().KindName}"))}");
        List([.. hazards.Select(hazard =>
            $"- **{hazard.KindName}** `{hazard.Urn}`{(hazard.Step is { } step ? $", {TransitionJson.Name(step.Kind)}" : "")}: {Plain(hazard.Why)}\n  What to do: {Plain(hazard.Do)}")]);
    }

    private void AddPolicies(PolicyReview review)
    {
        var mandatory = review.Violations.Where(violation => violation.Level == EnforcementLevel.Mandatory).Select(Item).ToList();
        Line($"**Policies**: {mandatory.Count} mandatory and {review.Violations.Count - mandatory.Count} advisory violations");
        List(mandatory);
        var advisory = review.Violations.Where(violation => violation.Level != EnforcementLevel.Mandatory).Select(Item).ToList();
        if (advisory.Count > 0)
            Fold("advisory violations", advisory);
    }

    private void Fold(string summary, IReadOnlyList<string> items)
    {
        Line($"<details><summary>{summary}</summary>");
        List(items);
        Line("</details>");
    }

    private void List(IReadOnlyList<string> items)
    {
        var shown = 0;
        for (; shown < items.Count && _text.Length + items[shown].Length < Most; shown++)
            _text.Append(items[shown]).Append('\n');
        if (shown < items.Count)
            _text.Append($"- and {items.Count - shown} more\n");
        if (items.Count > 0)
            _text.Append('\n');
    }

    private void Line(string text) => _text.Append(text).Append("\n\n");

    private static string Item(Step step)
    {
        var reasons = step.Forced.Count > 0 ? step.Forced : step.Changed;
        return $"- `{(step.New ?? step.Old)!.Name}` {Plain(step.Type)}{(reasons.Count > 0 ? $" ({Plain(string.Join(", ", reasons))})" : "")}";
    }

    private static string Item(PolicyViolation violation) => $"- {violation.Policy} ({violation.Pack}) `{violation.Urn}`: {Plain(violation.Message)}";

    // What Markdown or GitHub would take for emphasis, an element, a formula or a person.
    private static string Plain(string text) => text.ReplaceLineEndings(" ")
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "&#42;", StringComparison.Ordinal)
        .Replace("$", "&#36;", StringComparison.Ordinal).Replace("@", "&#64;", StringComparison.Ordinal);
}
