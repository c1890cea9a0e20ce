using Pulumi;
using Pulumi.Aws.Ecs;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sqs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Service;

namespace Stacks.Batch;

/// <summary>What the state machine, its tasks and its trigger may do.</summary>
internal static class BatchAccess
{
    /// <summary>The task: reads models, lists, pictures and manifests, and writes answers.</summary>
    public static IReadOnlyList<Statement> OfTask(Settings settings)
    {
        var (input, output) = (Place.Of(settings.Batch.Input!), Place.Of(settings.Batch.Output!));
        List<string> read = [input.Objects(), output.Objects($"{MapDocument.Lists}/")];
        if (settings.Service.ModelSource is { } models)
            read.Add(Place.Of(models).Objects());
        return
        [
            new("ReadsModelsListsAndPictures") { Actions = ["s3:GetObject"], Resources = [.. read.Select(arn => (Input<string>)arn)] },
            new("WritesAnswers") { Actions = ["s3:PutObject"], Resources = new InputList<string> { output.Objects($"{BatchStates.Answers}/") } },
        ];
    }

    /// <summary>The state machine: lists objects, writes lists and what became of children, starts those, and runs tasks.</summary>
    /// <remarks>https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html</remarks>
    public static IReadOnlyList<Statement> OfMachine(Settings settings, Output<string> account, Output<string> key, Cluster cluster, BatchTask task, string name)
    {
        var (input, output) = (Place.Of(settings.Batch.Input!), Place.Of(settings.Batch.Output!));
        var states = Output.Format($"arn:{Partition.Current.Name}:states:{settings.Region}:{account}");
        return
        [
            .. TaskRun.Access(settings.Region, account, cluster, BatchTask.Family, task.Role.Arn, task.Start.Arn),
            new("FindsObjects") { Actions = ["s3:ListBucket"], Resources = new InputList<string> { input.BucketArn } },
            new("WritesLists") { Actions = ["s3:PutObject"], Resources = new InputList<string> { output.Objects($"{MapDocument.Lists}/") } },
            new("WritesWhatBecameOfChildren") { Actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"], Resources = new InputList<string> { output.Objects($"{MapDocument.Runs}/") } },
            new("StartsItsChildren") { Actions = ["states:StartExecution"], Resources = new InputList<string> { Output.Format($"{states}:stateMachine:{name}") } },
            new("WatchesAndEndsItsChildren") { Actions = ["states:DescribeExecution", "states:RedriveExecution", "states:StopExecution"], Resources = new InputList<string> { Output.Format($"{states}:execution:{name}/*"), Output.Format($"{states}:execution:{name}:*") } },
            TaskMachine.Encrypts("EncryptsHistory", key),
            .. TaskMachine.History(settings.Tracing.Enabled),
        ];
    }

    /// <summary>The rule that begins a mission's batch.</summary>
    public static IReadOnlyList<Statement> OfTrigger(StateMachine machine, Output<string> key) =>
    [
        new("BeginsBatches") { Actions = ["states:StartExecution"], Resources = new InputList<string> { machine.Arn } },
        TaskMachine.Encrypts("EncryptsWhatItBegins", key),
    ];

    /// <summary>Who may put what it could not begin into the queue.</summary>
    public static Statement OfMissed(Queue missed, Output<string> rule) => new("KeepsWhatItCouldNotBegin")
    {
        Principals = ("Service", new InputList<string> { "events.amazonaws.com" }),
        Actions = ["sqs:SendMessage"],
        Resources = new InputList<string> { missed.Arn },
        Conditions = [("ArnEquals", "aws:SourceArn", new InputList<string> { rule })],
    };
}
