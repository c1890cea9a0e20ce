using Policies.Tests.Support;
using Pulumi.Engine;
using Pulumi.Engine.Policies;

namespace Policies.Tests;

/// <summary>Every guarded property of the stacks, broken: the rule that guards it finds it, and names the resource.</summary>
[Collection(nameof(Packs))]
public class MutationTests(Packs packs)
{
    public static TheoryData<string> Names => [.. Mutations.All.Select(mutation => mutation.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mutation_OfAStack_IsFoundByItsRule(string name)
    {
        var mutation = Mutations.All.Single(candidate => candidate.ToString() == name);
        var resources = (await StackRuns.ResourcesAsync(mutation.Stack, mutation.Backend, RunMode.Update, mutation.Config)).ToList();
        var urn = mutation.Break(resources);
        await packs.ForAsync(mutation.Stack);

        var violations = await ViolationsAsync(resources, urn);

        var found = violations.Where(violation => violation.Policy == mutation.Rule).ToList();
        Assert.True(found.Exists(violation => violation.Urn == urn), $"found instead: {string.Join(", ", violations.Select(violation => $"{violation.Policy} of {violation.Urn}"))}");
        Assert.All(found, violation => Assert.Equal(EnforcementLevel.Mandatory, violation.Level));
        Assert.True(mutation.HasVictims || found.TrueForAll(violation => violation.Urn == urn), $"found too: {string.Join(", ", found.Select(violation => violation.Urn))}");
    }

    [Fact]
    public void Rules_All_AreTriggeredByAMutation() =>
        Assert.Equal(packs.Policies.Select(policy => policy.Name).Order(), Mutations.All.Select(mutation => mutation.Rule).Distinct().Order());

    // The other resources are those of StackPoliciesTests, which violate nothing on their own.
    private async Task<List<PolicyViolation>> ViolationsAsync(List<Pulumi.Engine.Recording.RecordedResource> resources, string urn)
    {
        var byUrn = resources.ToDictionary(resource => resource.Urn);
        var violations = new List<PolicyViolation>();
        foreach (var pack in packs.All)
        {
            violations.AddRange(await pack.AnalyzeAsync(byUrn[urn], byUrn));
            violations.AddRange(await pack.AnalyzeStackAsync(resources));
        }
        return violations;
    }
}
