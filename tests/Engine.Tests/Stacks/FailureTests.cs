using Engine.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Providers;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Stacks;

/// <summary>
/// Every kind of step of every type fails once, in the cloud in memory: from nothing, on the way to another value of each setting, by a
/// change of an object of each type, and on the way down. The next run completes. Between backends: MemoryCloudTests.
/// </summary>
public class FailureTests
{
    private static readonly StackState Nothing = new([], []);

    // Most types of a backend: a private API, AppConfig, kept versions; nothing is protected, so that it can go.
    private static readonly (string, string)[] Unprotected = [("protect", "false")];

    public static TheoryData<string> Backends => new(Plans.Backends);

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Up_FromNothing_EveryTypeFailsOnce_TheNextRunCompletes(string backend)
    {
        var wanted = await Plans.OfAsync("prod", backend, Unprotected);

        EachFails(new MemoryStack(new MemoryCloud(), new Random(1)), new MemoryCloud(), wanted);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Destroy_EveryTypeFailsOnce_TheNextRunCompletes(string backend)
    {
        var (stack, cloud) = Deployed(await Plans.OfAsync("prod", backend, Unprotected));
        // Kept versions of flags hold their profile: docs/deploying.md says how they go.
        foreach (var version in cloud.Things.Where(thing => thing.Value.Type == "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion"))
            cloud.Things.Remove(version.Key);

        EachFails(stack, cloud, Nothing);
    }

    [Fact]
    public async Task Change_OfAnObjectOfEveryType_FailsOnce_TheNextRunCompletes()
    {
        var (done, failed) = (new HashSet<string>(), 0);
        foreach (var backend in Plans.Backends)
        {
            var before = await Plans.OfAsync("prod", backend, Unprotected);
            var (stack, cloud) = Deployed(before);
            foreach (var type in before.Resources.Where(resource => resource.Custom && !resource.External).Select(resource => resource.Type).Distinct().Where(done.Add))
            {
                if (Changed(before, type) is { } after && Completes(before, after))
                    failed += EachFails(stack, cloud, after, step => step.Type == type);
            }
        }
        Assert.True(failed > done.Count / 2, $"{failed} kinds of steps of {done.Count} types");
    }

    [Fact]
    public async Task Setting_OfEveryChange_EveryKindOfStepOfEveryTypeFailsOnce_TheNextRunCompletes()
    {
        var done = new HashSet<(StepKind, string)>();
        foreach (var change in SettingChange.All())
        {
            var (old, wanted) = await change.RunAsync();
            var (before, after) = (StackState.Of(old), StackState.Of(wanted));
            if (!Completes(before, after))
                continue;
            var kinds = StepPlanner.Plan(before, after).Where(Changes).Select(step => (step.Kind, step.Type)).Distinct().Where(done.Add).ToHashSet();
            if (kinds.Count == 0)
                continue;
            var (stack, cloud) = Deployed(before);
            EachFails(stack, cloud, after, step => kinds.Contains((step.Kind, step.Type)));
        }
    }

    [Fact]
    public async Task Interruption_OfAStep_IsTold()
    {
        var wanted = await Plans.OfAsync("dev", "lambda");
        var urn = wanted.Resources[^1].Urn;

        var hazard = Assert.Single(Transition.Between(wanted with { PendingOperations = [urn] }, wanted).Hazards);

        Assert.Equal(("stuck", urn), (hazard.KindName, hazard.Urn));
    }

    private static (MemoryStack Stack, MemoryCloud Cloud) Deployed(StackState wanted)
    {
        var cloud = new MemoryCloud();
        var stack = new MemoryStack(cloud, new Random(1));
        Assert.Null(stack.Up(wanted));
        return (stack, cloud);
    }

    private static int EachFails(MemoryStack stack, MemoryCloud cloud, StackState wanted, Func<Step, bool>? only = null)
    {
        var kinds = stack.Plan(wanted).Where(Changes).Where(step => only?.Invoke(step) != false).Select(step => (step.Kind, step.Type)).Distinct().ToList();
        Assert.True(only is not null || kinds.Count > 10);
        foreach (var (kind, type) in kinds)
        {
            Run(stack, cloud, wanted, (next, step) => next.Up(wanted, fails: step), "as injected", kind, type);
            if (kind is StepKind.Create or StepKind.CreateReplacement or StepKind.Update)
                Run(stack, cloud, wanted, (next, step) => next.Up(wanted, unready: step), "not ready", kind, type);
        }
        return kinds.Count;
    }

    private static void Run(MemoryStack stack, MemoryCloud cloud, StackState wanted, Func<MemoryStack, Func<Step, bool>, (string Urn, string Why)?> fails, string why, StepKind kind, string type)
    {
        var after = cloud.Copy();
        var next = stack.On(after, new Random(type.Length));

        Assert.Equal(why, fails(next, step => step.Kind == kind && step.Type == type)?.Why);

        var failed = next.Up(wanted);
        Assert.True(failed is null, $"{kind} of {type} {why}, then {failed?.Urn}: {failed?.Why}");
        Assert.True(next.Missing.Count == 0, $"{kind} of {type} {why}: gone is {string.Join(", ", next.Missing)}");
        Assert.True(after.Things.Count == next.Count + next.Kept, $"{kind} of {type} {why}: {after.Things.Count} objects, {next.Count} in the state, {next.Kept} kept");
        Assert.Empty(next.Plan(wanted).Where(step => step.Kind != StepKind.Same).Select(step => $"{kind} of {type} {why}, then still {step.Kind} {step.Urn} {string.Join(", ", step.Changed)}"));
    }

    // What is refused does not: the hazards say so.
    private static bool Completes(StackState before, StackState after) => Transition.Between(before, after).Hazards.All(hazard => hazard.Kind is HazardKind.Down or HazardKind.Stuck);

    private static bool Changes(Step step) => step.Kind is not (StepKind.Same or StepKind.Read) && (step.New ?? step.Old)!.Custom;

    // In place where the type allows it; by a new object where it does not. What is made of other objects changes with them alone.
    private static StackState? Changed(StackState state, string type)
    {
        var rule = ProviderTable.Find(type);
        var resource = state.Resources.First(resource => resource.Type == type);
        var input = resource.Inputs.Fields.Keys.Where(name => resource.PropertyDependencies.GetValueOrDefault(name, []).Count == 0 && !resource.Options.IgnoreChanges.Contains(name))
            .OrderBy(name => rule.RefusedInPlace.Any(refused => refused.Input.Split('.')[0] == name)).ThenBy(name => rule.ForceNew.Any(path => path.Split('.')[0] == name)).FirstOrDefault();
        if (input is null)
            return null;
        var inputs = resource.Inputs.Clone();
        inputs.Fields[input] = Value.ForStruct(new Struct { Fields = { ["another"] = inputs.Fields[input] } });
        return state with { Resources = [.. state.Resources.Select(other => other == resource ? other with { Inputs = inputs } : other)] };
    }
}
