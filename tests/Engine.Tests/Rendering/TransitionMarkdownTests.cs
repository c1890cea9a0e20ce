using Engine.Tests.Support;
using Pulumi.Engine.Policies;
using Pulumi.Engine.Rendering;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Rendering;

/// <summary>The comment on a pull request.</summary>
public class TransitionMarkdownTests
{
    private static readonly Transition Switch = Transition.Between(Recorded.Of("prod").State("eks"), Recorded.Of("prod").State("lambda"));

    [Fact]
    public void Comment_OfASwitchWithHazards_HasThemAllAndFirst()
    {
        var comment = TransitionMarkdown.Of("room-type, prod", Switch, null);

        Assert.NotEmpty(Switch.Hazards);
        Assert.All(Switch.Hazards, hazard => Assert.InRange(comment.IndexOf($"- **{hazard.KindName}** `{hazard.Urn}`", StringComparison.Ordinal), 0, comment.IndexOf("<details>", StringComparison.Ordinal)));
    }

    [Fact]
    public void Comment_OfASwitch_HasEachStepUnderItsKind()
    {
        var comment = TransitionMarkdown.Of("room-type, prod", Switch, null);

        foreach (var group in Switch.Steps.Where(step => step.Kind != StepKind.Same && (step.New ?? step.Old)!.Custom).GroupBy(step => step.Kind))
        {
            var folded = comment.Split("<details>").Single(part => part.StartsWith($"<summary>{group.Count()} {Word(group.Key)}</summary>", StringComparison.Ordinal));
            Assert.Equal(group.Count(), folded.Split('\n').Count(line => line.StartsWith("- ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Comment_OfNoChange_SaysSo()
    {
        var state = Recorded.Of("dev").State("lambda");

        Assert.Equal(
            "### room-type, dev: nothing changes\n\nNo hazard: nothing is lost, refused, in the way later, or down meanwhile.\n\n",
            TransitionMarkdown.Of("room-type, dev", Transition.Between(state, state), null));
    }

    [Fact]
    public void Comment_OfAPolicysMessage_NotifiesNobodyAndStaysOneLine()
    {
        var violations = Enumerable.Repeat(new PolicyViolation("security", "image-by-digest", EnforcementLevel.Mandatory, "urn:pulumi:dev::p::t::n", "", "not @sha256: *at*\n<b>$all$</b>"), 1).ToList();

        var comment = TransitionMarkdown.Of("room-type, prod", Switch, new PolicyReview([], violations, [], []));

        Assert.Contains("- image-by-digest (security) `urn:pulumi:dev::p::t::n`: not &#64;sha256: &#42;at&#42; &lt;b>&#36;all&#36;&lt;/b>\n", comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Comment_LongerThanGitHubTakes_IsCutAndSaysHowMuch()
    {
        var violations = Enumerable.Repeat(new PolicyViolation("security", "image-by-digest", EnforcementLevel.Mandatory, "urn:pulumi:dev::p::t::n", "", new string('x', 1_000)), 100).ToList();

        var comment = TransitionMarkdown.Of("room-type, prod", Switch, new PolicyReview([], violations, [], []));

        Assert.InRange(comment.Length, 50_000, 65_536);
        Assert.Matches(@"- and \d+ more\n", comment);
    }

    private static string Word(StepKind kind) => kind switch
    {
        StepKind.CreateReplacement => "create-replacement",
        StepKind.DeleteReplaced => "delete-replaced",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
