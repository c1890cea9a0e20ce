using Engine.Tests.Support;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Stacks;

/// <summary>Updates step by step against a cloud in memory, in random orders and with failures: what goes wrong there was told before, or nothing goes wrong.</summary>
public class MemoryCloudTests
{
    private const int Orders = 1;

    public static TheoryData<string, string, string> Switches => Plans.Switches;

    public static TheoryData<string, string, string> OfTheReleaseBefore => Plans.SwitchesOf(Recorded.Backends);

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task Switch_RandomOrdersAndBack_CloudIsTheState(string environment, string from, string to)
    {
        var (before, after) = (await Plans.OfAsync(environment, from), await Plans.OfAsync(environment, to));
        for (var seed = 1; seed <= Orders; seed++)
        {
            var cloud = new MemoryCloud();
            var stack = new MemoryStack(cloud, new Random(seed));
            foreach (var wanted in new[] { before, after, before })
            {
                Assert.Null(stack.Up(wanted));
                AssertSame(cloud, stack, wanted, seed);
            }
        }
    }

    [Theory]
    [InlineData("lambda", "fargate")]
    [InlineData("fargate", "eks")]
    [InlineData("eks", "lambda")]
    [InlineData("lambda", "ec2")]
    [InlineData("ec2", "fargate")]
    [InlineData("sagemaker", "lambda")]
    [InlineData("fargate", "sagemaker")]
    public async Task Switch_EveryKindOfStepOfEveryTypeFailsOnce_TheNextUpdateCompletes(string from, string to)
    {
        var (before, after) = (await Plans.OfAsync("prod", from), await Plans.OfAsync("prod", to));
        var there = new MemoryCloud();
        var first = new MemoryStack(there, new Random(1));
        Assert.Null(first.Up(before));
        var kinds = first.Plan(after).Where(step => step.Kind != StepKind.Same && (step.New ?? step.Old)!.Custom).Select(step => (step.Kind, step.Type)).Distinct().ToList();
        foreach (var (kind, type) in kinds)
        {
            var cloud = there.Copy();
            var stack = first.On(cloud, new Random(kinds.IndexOf((kind, type))));

            Assert.Equal("as injected", stack.Up(after, step => step.Kind == kind && step.Type == type)?.Why);

            Assert.Null(stack.Up(after));
            AssertSame(cloud, stack, after, kinds.IndexOf((kind, type)));
        }
    }

    [Theory]
    [MemberData(nameof(OfTheReleaseBefore))]
    public void Release_RandomOrders_WhatGoesWrongWasTold(string environment, string from, string to)
    {
        var recorded = Recorded.Of(environment);
        var (before, after) = (recorded.State(from), recorded.State(to));
        var hazards = Transition.Between(before, after).Hazards;
        for (var seed = 1; seed <= Orders; seed++)
        {
            var stack = new MemoryStack(new MemoryCloud(), new Random(seed));
            Assert.Null(stack.Up(before));

            var failed = stack.Up(after);

            Assert.NotNull(failed);
            Assert.Contains(hazards, hazard => hazard.Urn == failed.Value.Urn && hazard.Kind == HazardKind.Refused);
            Assert.All(stack.Missing, urn => Assert.Contains(hazards, hazard => hazard.Kind == HazardKind.Lost && hazard.Why.Contains(urn, StringComparison.Ordinal)));
        }
    }

    private static void AssertSame(MemoryCloud cloud, MemoryStack stack, StackState wanted, int seed)
    {
        Assert.Empty(stack.Missing);
        Assert.True(cloud.Things.Count == stack.Count + stack.Kept, $"order {seed}: {cloud.Things.Count} objects, {stack.Count} in the state, {stack.Kept} kept");
        Assert.DoesNotContain(stack.Plan(wanted), step => step.Kind != StepKind.Same);
    }
}
