using Engine.Tests.Support;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Stacks;

/// <summary>Events from a database to a lake and back, under a deployed stack.</summary>
public class LakeTests
{
    private const string Bucket = "aws:s3/bucket:Bucket";
    private const string Cluster = "aws:rds/cluster:Cluster";

    private static readonly (string, string) Lake = ("events", "lake");
    private static readonly (string, string) Kept = ("eventsFinalSnapshot", "true");

    public static TheoryData<string> Backends => [.. Plans.Backends];

    /// <summary>A snapshot stays of the one, and the bucket of the other.</summary>
    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Store_ThatLeavesWhatItKeeps_IsChangedAndChangedBackWithoutHazard(string backend)
    {
        var (database, lake) = (StackState.Of(await Plans.RunAsync("staging", backend, Kept)), StackState.Of(await Plans.RunAsync("staging", backend, Kept, Lake)));

        var (there, back) = (Transition.Between(database, lake), Transition.Between(lake, database));

        // The database itself is gone, whatever stays of it.
        Assert.All(there.Hazards, hazard => Assert.Equal((HazardKind.Lost, Cluster), (hazard.Kind, Pulumi.Engine.Values.Urn.Type(hazard.Urn))));
        Assert.Empty(Told(back));
        Assert.Contains(there.Steps, step => step.Type == Cluster && step.Kind == StepKind.Delete);
        Assert.Contains(back.Steps, step => step.Type == Bucket && step.Old!.Name == "events-lake" && step.Kind == StepKind.Retain);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Store_ThatLeavesNothing_IsChangedAndToldAsLost(string backend)
    {
        var (database, lake) = (StackState.Of(await Plans.RunAsync("staging", backend)), StackState.Of(await Plans.RunAsync("staging", backend, Lake)));

        Assert.All(Transition.Between(database, lake).Hazards, hazard => Assert.Equal(HazardKind.Lost, hazard.Kind));
        Assert.Contains(Transition.Between(lake, database).Hazards, hazard => hazard.Kind == HazardKind.Lost && hazard.Urn.EndsWith($"{Bucket}::events-lake", StringComparison.Ordinal));
        Assert.All(Transition.Between(lake, database).Hazards, hazard => Assert.Equal(HazardKind.Lost, hazard.Kind));
    }

    [Fact]
    public async Task Lake_OfAProtectedStack_IsNotTaken()
    {
        var (lake, database) = (StackState.Of(await Plans.RunAsync("prod", "fargate", Lake)), StackState.Of(await Plans.RunAsync("prod", "fargate")));

        Assert.Contains(Transition.Between(lake, database).Hazards, hazard => hazard.Kind == HazardKind.Refused && hazard.Urn.EndsWith($"{Bucket}::events-lake", StringComparison.Ordinal));
    }

    /// <summary>The lake is no backend's.</summary>
    [Theory]
    [InlineData("lambda", "fargate")]
    [InlineData("fargate", "eks")]
    [InlineData("ec2", "lambda")]
    public async Task Lake_OfASwitchOfBackends_StaysWhereItIs(string from, string to)
    {
        var transition = Transition.Between(StackState.Of(await Plans.RunAsync("staging", from, Lake)), StackState.Of(await Plans.RunAsync("staging", to, Lake)));

        Assert.Empty(Told(transition));
        Assert.All(
            transition.Steps.Where(step => step.Type.StartsWith("aws:glue/", StringComparison.Ordinal) || step.Type.StartsWith("aws:athena/", StringComparison.Ordinal) || step.Type.StartsWith("aws:s3/", StringComparison.Ordinal)),
            step => Assert.Equal(StepKind.Same, step.Kind));
    }

    private static IEnumerable<string> Told(Transition transition) => transition.Hazards.Select(hazard => $"{hazard.KindName} {hazard.Urn}: {hazard.Why}");
}
