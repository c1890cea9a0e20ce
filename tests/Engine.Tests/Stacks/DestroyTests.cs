using Engine.Tests.Support;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Stacks;

/// <summary>The way down of every stack, as docs/deploying.md tells it.</summary>
public class DestroyTests
{
    private const string Flags = "aws:appconfig/configurationProfile:ConfigurationProfile";

    public static TheoryData<string, string> Stacks => SwitchTests.Stacks;

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Destroy_IsRefusedByKeptFlagsAndByWhatIsProtectedAlone(string environment, string backend)
    {
        var state = await Plans.OfAsync(environment, backend);

        var refused = Transition.ToNothing(state).Hazards.Where(hazard => hazard.Kind == HazardKind.Refused).Select(hazard => hazard.Urn);

        var expected = state.Resources.Where(resource => resource.Type == Flags || (resource.Custom && resource.Protect)).Select(resource => resource.Urn);
        Assert.Equal(expected.Order(StringComparer.Ordinal), refused.Order(StringComparer.Ordinal));
        Assert.Equal(environment == "prod", state.Resources.Any(resource => resource.Protect));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Destroy_WithoutProtection_LeavesKeptFlagsAndNothingInTheWay(string environment, string backend)
    {
        var transition = Transition.ToNothing(await Plans.OfAsync(environment, backend, ("protect", "false")));

        Assert.DoesNotContain(transition.Hazards, hazard => hazard.Kind == HazardKind.Stuck);
        Assert.Empty(transition.UnknownTypes);
        Assert.All(
            transition.Hazards.Where(hazard => hazard.Kind == HazardKind.Refused),
            hazard => Assert.Contains("delete it there, then run again", hazard.Do, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Destroy_DeletesEachBeforeWhatItDependsOn(string environment, string backend)
    {
        var gone = new HashSet<string>();
        foreach (var step in Transition.ToNothing(await Plans.OfAsync(environment, backend)).Steps)
        {
            Assert.DoesNotContain(step.Old!.Dependencies.Append(step.Old.Parent), gone.Contains);
            gone.Add(step.Urn);
        }

        Assert.True(gone.Count > 100);
    }
}
