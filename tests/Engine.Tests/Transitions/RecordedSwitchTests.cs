using Engine.Tests.Support;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Transitions;

/// <summary>Steps and hazards against what the real engine decided, and what happened, on a release that no switch of backends ended well with.</summary>
public class RecordedSwitchTests
{
    public static TheoryData<string, string, string> Switches => Plans.SwitchesOf(Recorded.Backends);

    [Theory]
    [MemberData(nameof(Switches))]
    public void Steps_Switch_AreTheRealEngines(string environment, string from, string to)
    {
        var recorded = Recorded.Of(environment);
        var state = recorded.State(from);
        var steps = StepPlanner.Plan(state, recorded.State(to));

        // The engine stopped at the deletion of what is protected: it told no later one, of what that needs.
        var untold = NeededByProtected(state, steps);
        Assert.Equal(
            recorded.Steps(from, to).Order(),
            steps.Where(step => step.Kind is not (StepKind.Delete or StepKind.Retain) || !untold.Contains(step.Urn)).Select(Short).OfType<(string, string, string)>().Order());
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void Hazards_Switch_ContainAllThatHappened(string environment, string from, string to)
    {
        var recorded = Recorded.Of(environment);
        var hazards = Transition.Between(recorded.State(from), recorded.State(to)).Hazards;

        foreach (var (op, urn) in recorded.Hazards(from, to))
        {
            Assert.Contains(hazards, hazard => op switch
            {
                // The new URN took the name; what is lost is told of the old one.
                "overwrite" => hazard.Kind == HazardKind.Lost && hazard.Why.Contains(urn, StringComparison.Ordinal),
                "named-by-composite" => hazard.Kind == HazardKind.Refused && hazard.Urn == urn && hazard.Why.Contains("compositeAlarm", StringComparison.Ordinal),
                "deletion-protected" => hazard.Kind == HazardKind.Refused && hazard.Urn == urn && hazard.Why.Contains("rotection", StringComparison.Ordinal),
                _ => throw new InvalidOperationException($"the recording has a hazard '{op}'"),
            });
        }
        var overwritten = hazards.Count(hazard => hazard.Kind == HazardKind.Lost && hazard.Why.Contains("has overwritten it", StringComparison.Ordinal));
        Assert.Equal(recorded.Hazards(from, to).Count(hazard => hazard.Op == "overwrite"), overwritten);
    }

    [Fact]
    public void Hazards_ProdLeavesEks_NameAlarmsClusterBalancerAndLogGroups()
    {
        var recorded = Recorded.Of("prod");
        var hazards = Transition.Between(recorded.State("eks"), recorded.State("fargate")).Hazards;

        Assert.Equal(9, hazards.Count(hazard => hazard.Kind == HazardKind.Lost && hazard.Urn.Contains("metricAlarm", StringComparison.Ordinal)));
        Assert.Contains(hazards, hazard => hazard.Kind == HazardKind.Refused && hazard.Urn.EndsWith("aws:eks/cluster:Cluster::service", StringComparison.Ordinal) && hazard.Do.Contains("pulumi state unprotect", StringComparison.Ordinal));
        Assert.Contains(hazards, hazard => hazard.Kind == HazardKind.Refused && hazard.Urn.EndsWith("aws:lb/loadBalancer:LoadBalancer::service", StringComparison.Ordinal));
        Assert.Equal(
            ["/aws/containerinsights/room-type-prod/application", "/aws/containerinsights/room-type-prod/dataplane", "/aws/containerinsights/room-type-prod/host", "/aws/containerinsights/room-type-prod/performance", "/aws/eks/room-type-prod/cluster"],
            hazards.Where(hazard => hazard.Kind == HazardKind.Stuck && hazard.Do.Contains("pulumi import", StringComparison.Ordinal)).Select(hazard => hazard.Do.Split('\'')[1]).Order());
    }

    [Fact]
    public void Steps_SameState_AreAllSame()
    {
        var state = Recorded.Of("staging").State("fargate");

        var transition = Transition.Between(state, state);

        Assert.All(transition.Steps, step => Assert.Equal(StepKind.Same, step.Kind));
        Assert.Empty(transition.Hazards);
    }

    private static HashSet<string> NeededByProtected(StackState state, IReadOnlyList<Step> steps)
    {
        var all = state.Resources.ToDictionary(resource => resource.Urn);
        var needed = new HashSet<string>();
        var next = new Stack<ResourceState>(steps.Where(step => step.Kind == StepKind.Delete && step.Old!.Protect).Select(step => step.Old!));
        while (next.TryPop(out var resource))
        {
            foreach (var urn in resource.Dependencies.Concat(resource.PropertyDependencies.Values.SelectMany(urns => urns)).Append(resource.Parent).Where(needed.Add))
            {
                if (all.TryGetValue(urn, out var other))
                    next.Push(other);
            }
        }

        return needed;
    }

    private static (string, string, string)? Short(Step step) => step.Kind switch
    {
        StepKind.Same or StepKind.DeleteReplaced => null,
        StepKind.CreateReplacement => ("replace", step.Urn, string.Join(' ', step.Forced.Select(path => path.Split('.', '[')[0]).Distinct().Order())),
        StepKind.Retain => ("delete", step.Urn, ""),
        var kind => (kind.ToString().ToLowerInvariant(), step.Urn, ""),
    };
}
