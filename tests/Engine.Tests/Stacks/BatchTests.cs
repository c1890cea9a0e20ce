using Engine.Tests.Support;
using Pulumi.Engine.Hazards;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Stacks;

/// <summary>Batches from tasks of a map to jobs of SageMaker's and back, under a deployed stack.</summary>
public class BatchTests
{
    private const string LogGroup = "aws:cloudwatch/logGroup:LogGroup";
    private const string Machine = "aws:sfn/stateMachine:StateMachine";

    private static readonly (string, string)[] Common = [("architecture", "x64"), ("batchInput", "s3://robots/missions"), ("batchOutput", "s3://robots/answers")];
    private static readonly (string, string)[] Map = [.. Common, ("batch", "map"), ("batchTrigger", "manifest.jsonl")];
    private static readonly (string, string)[] Jobs = [.. Common, ("batch", "sagemaker"), ("batchTrigger", "manifest.json"), ("modelSource", "s3://rooms/models")];

    public static TheoryData<string> Backends => [.. Plans.Backends];

    /// <summary>The machine, what begins it and its history stay; the tasks' log goes with them.</summary>
    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Way_OfBatches_IsChangedAndChangedBackWhereItIs(string backend)
    {
        var (map, jobs) = (await Plans.OfAsync("staging", backend, [.. Map, ("modelSource", "s3://rooms/models")]), await Plans.OfAsync("staging", backend, Jobs));

        var (there, back) = (Transition.Between(map, jobs), Transition.Between(jobs, map));

        Assert.Equal([(HazardKind.Lost, "batch")], there.Hazards.Select(hazard => (hazard.Kind, Pulumi.Engine.Values.Urn.Name(hazard.Urn))));
        Assert.Empty(back.Hazards.Select(hazard => $"{hazard.KindName} {hazard.Urn}: {hazard.Why}"));
        foreach (var transition in new[] { there, back })
        {
            Assert.Equal(StepKind.Update, transition.Steps.Single(step => step.Type == Machine).Kind);
            Assert.Equal(StepKind.Same, transition.Steps.Single(step => step.Type == LogGroup && (step.New ?? step.Old)!.Name == "batch-history").Kind);
            Assert.All(transition.Steps.Where(step => step.Type is "aws:sqs/queue:Queue" or "aws:cloudwatch/eventTarget:EventTarget"), step => Assert.Equal(StepKind.Same, step.Kind));
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Jobs_ThatAreNoLongerWanted_GoWithTheirHistory(string backend)
    {
        var (none, jobs) = (await Plans.OfAsync("staging", backend, ("architecture", "x64"), ("modelSource", "s3://rooms/models")), await Plans.OfAsync("staging", backend, Jobs));

        Assert.Empty(Transition.Between(none, jobs).Hazards.Select(hazard => $"{hazard.KindName} {hazard.Urn}: {hazard.Why}"));
        Assert.Equal([(HazardKind.Lost, "batch-history")], Transition.Between(jobs, none).Hazards.Select(hazard => (hazard.Kind, Pulumi.Engine.Values.Urn.Name(hazard.Urn))));
    }
}
