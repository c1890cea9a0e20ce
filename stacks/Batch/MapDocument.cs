using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Service;
using static Stacks.Batch.BatchStates;

namespace Stacks.Batch;

/// <summary>
/// Batches as a map: objects below a prefix are dealt out to children of a distributed map; each writes its list down,
/// which would not fit into a task's command, and runs a task that answers it.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html</remarks>
internal static class MapDocument
{
    // Of the 256 KiB that a child is given.
    private const int MostBytesOfAList = 200_000;
    private const int MemoryOfAVcpu = 2_048;
    private const int SecondsOfATask = 43_200;

    /// <summary>The folder of what tasks are given, below batchOutput.</summary>
    internal const string Lists = "lists";

    /// <summary>The folder of what became of tasks.</summary>
    internal const string Runs = "runs";

    // The batch's own run, as its children are told it; and the child's name and try, by which what a task that ended early has left is told from what another wrote.
    private const string Run = "$.BatchInput.run";
    private const string Child = Execution;
    private const string Try = "$$.State.RetryCount";

    /// <summary>The document.</summary>
    public static string Of(BatchSettings batch, string? models, TaskPlaces places)
    {
        var (input, output) = (Place.Of(batch.Input!), Place.Of(batch.Output!));
        return Document("deal out", new() { ["deal out"] = Map(batch, models, places, input, output), ["done"] = new { Type = "Succeed" } });
    }

    private static Dictionary<string, object?> Map(BatchSettings batch, string? models, TaskPlaces places, Place input, Place output) => new()
    {
        ["Type"] = "Map",
        ["Label"] = "tasks",
        ["ItemReader"] = new Dictionary<string, object>
        {
            ["Resource"] = $"arn:{places.Partition}:states:::s3:listObjectsV2",
            ["Parameters"] = new Dictionary<string, object> { ["Bucket"] = input.Bucket, ["Prefix.$"] = "$.prefix" },
        },
        ["ItemSelector"] = new Dictionary<string, object> { ["file.$"] = Format($"s3://{input.Bucket}/{{}}", "$$.Map.Item.Value.Key") },
        ["ItemBatcher"] = new Dictionary<string, object>
        {
            ["MaxItemsPerBatch"] = batch.Objects,
            ["MaxInputBytesPerBatch"] = MostBytesOfAList,
            ["BatchInput"] = new Dictionary<string, object> { ["run.$"] = Execution },
        },
        ["MaxConcurrency"] = batch.Tasks,
        ["ToleratedFailurePercentage"] = batch.ToleratedPercent,
        ["ItemProcessor"] = new Dictionary<string, object>
        {
            // Express children cannot wait for a task.
            ["ProcessorConfig"] = new { Mode = "DISTRIBUTED", ExecutionType = "STANDARD" },
            ["StartAt"] = "write the list down",
            ["States"] = new Dictionary<string, object> { ["write the list down"] = WriteDown(places, output), ["answer it"] = Answer(batch, models, places, output) },
        },
        // Which children there were and what became of each.
        ["ResultWriter"] = new Dictionary<string, object>
        {
            ["Resource"] = $"arn:{places.Partition}:states:::s3:putObject",
            ["Parameters"] = new Dictionary<string, object> { ["Bucket"] = output.Bucket, ["Prefix"] = output.Below(Runs) },
        },
        ["ResultPath"] = null,
        ["Next"] = "done",
    };

    private static Dictionary<string, object?> WriteDown(TaskPlaces places, Place output) => new()
    {
        ["Type"] = "Task",
        ["Resource"] = $"arn:{places.Partition}:states:::aws-sdk:s3:putObject",
        ["Parameters"] = new Dictionary<string, object>
        {
            ["Bucket"] = output.Bucket,
            ["Key.$"] = Format($"{output.Below(Lists)}/{{}}/{{}}.json", Run, Child),
            ["Body.$"] = "$.Items",
            ["ContentType"] = "application/json",
        },
        ["ResultPath"] = null,
        ["Retry"] = new[] { TaskRun.Retry(["States.TaskFailed"], 5, 4) },
        ["Next"] = "answer it",
    };

    private static Dictionary<string, object?> Answer(BatchSettings batch, string? models, TaskPlaces places, Place output)
    {
        List<string> command =
        [
            "'batch'",
            Format($"s3://{output.Bucket}/{output.Below(Lists)}/{{}}/{{}}.json", Run, Child),
            Format($"s3://{output.Bucket}/{output.Below(Answers)}/{{}}/{{}}-{{}}", Run, Child, Try),
            "'--work'", $"'{ServiceContainer.WritableFolder}/batch'", "'--tolerate'", $"'{batch.ToleratedPercent}'",
        ];
        if (models is not null)
            command.AddRange(["'--models'", $"'{models.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'"]);
        return new()
        {
            ["Type"] = "Task",
            ["Resource"] = TaskRun.Resource(places.Partition),
            ["Parameters"] = TaskRun.Parameters(places, batch.Vcpus * 1_024, batch.Vcpus * MemoryOfAVcpu, BatchTask.Container, $"States.Array({string.Join(", ", command)})"),
            ["ResultPath"] = null,
            // Not all that it was given: results of the map have it once already.
            ["OutputPath"] = "$.BatchInput",
            ["TimeoutSeconds"] = SecondsOfATask,
            ["Retry"] = new[] { TaskRun.RetryOfEcs, TaskRun.Retry(["States.TaskFailed"], 30, 1) },
            ["End"] = true,
        };
    }
}
