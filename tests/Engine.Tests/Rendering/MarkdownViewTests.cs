using Engine.Tests.Support;
using Pulumi.Engine.Policies;
using Pulumi.Engine.Rendering;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Rendering;

/// <summary>The comment on a pull request.</summary>
public class MarkdownViewTests
{
    [Fact]
    public void Of_HazardousSwitch_TellsHazardsBeforeStepsByKind()
    {
        var recorded = Recorded.Of("prod");
        var transition = Transition.Between(recorded.State("eks"), recorded.State("fargate"));

        var text = MarkdownView.Of("prod", transition, null);

        var rows = text.Split('\n').Where(line => line.StartsWith("| **", StringComparison.Ordinal)).ToList();
        Assert.Equal(transition.Hazards.Count, rows.Count);
        // Four cells: what is in them ends none.
        Assert.All(rows, row => Assert.Equal(5, row.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|')));
        Assert.Contains(rows, row => row.StartsWith("| **refused** | `service` aws:eks/cluster:Cluster | ", StringComparison.Ordinal));
        Assert.True(text.IndexOf("| **", StringComparison.Ordinal) < text.IndexOf("Steps: ", StringComparison.Ordinal));
        Assert.Contains("<details><summary>create: ", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, 65_536 / 2);
    }

    [Fact]
    public void Of_NothingToDo_SaysSo()
    {
        var state = Recorded.Of("dev").State("lambda");

        var text = MarkdownView.Of("dev", Transition.Between(state, state), null);

        Assert.StartsWith("### `dev`: no hazard\n", text, StringComparison.Ordinal);
        Assert.Matches(@"Steps: \d+ same\.\n$", text);
    }

    [Fact]
    public void Of_Violations_AreToldWithWhatEndsNoCellAndNoElement()
    {
        var state = Recorded.Of("dev").State("lambda");
        var violation = new PolicyViolation("security", "image-by-digest", EnforcementLevel.Mandatory, state.Resources[^1].Urn, "", "an <image> has | no\ndigest");

        var text = MarkdownView.Of("dev", Transition.Between(state, state), new PolicyReview([], [violation], [], []));

        Assert.Contains($"- **mandatory** `image-by-digest`: `{state.Resources[^1].Name}` ", text, StringComparison.Ordinal);
        Assert.Contains("an &lt;image> has \\| no digest\n", text, StringComparison.Ordinal);
        Assert.Contains("Policies: 1 mandatory and 0 advisory violations.", text, StringComparison.Ordinal);
    }
}
