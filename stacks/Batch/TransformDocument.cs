using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Service;
using static Stacks.Batch.BatchStates;

namespace Stacks.Batch;

/// <summary>What a job of Batch Transform is made with.</summary>
/// <param name="Partition">The part of AWS, as ARNs have it.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Key">ARN of the key of its disks.</param>
/// <param name="Tags">What the stack's resources are tagged with.</param>
internal sealed record TransformParts(string Partition, string Model, string Key, IReadOnlyDictionary<string, string> Tags);

/// <summary>
/// Batches as jobs of SageMaker's Batch Transform: one a batch, over the objects below a prefix or those that a manifest of SageMaker's own form names. How many
/// requests an instance takes at once, and how large ones, the container itself tells it.
/// </summary>
/// <remarks>
/// https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html,
/// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
/// </remarks>
internal static class TransformDocument
{
    // What pictures of all kinds can be called: the first bytes tell which it is.
    private const string Pictures = "image/jpeg";

    // The service gives a request up before.
    private const int SecondsOfACall = BatchSettings.SecondsOfAnObject + 60;
    private const int TriesOfACall = 3;

    // Missions end together: a job waits four hours for instances that others of the account have.
    private const int SecondsBetweenLooks = 60;
    private const int Looks = 240;

    /// <summary>The document.</summary>
    public static string Of(BatchSettings batch, TransformParts parts)
    {
        var (input, output) = (Place.Of(batch.Input!), Place.Of(batch.Output!));
        return Document("are they pictures", new()
        {
            ["are they pictures"] = Choose(new() { ["Variable"] = "$.contentType", ["IsPresent"] = true }, "are they listed", "pictures"),
            ["pictures"] = Say("$.contentType", Pictures, "are they listed"),
            ["are they listed"] = Choose(new() { ["Variable"] = "$.prefix", ["StringMatches"] = "*.json" }, "of a manifest", "below a prefix"),
            ["of a manifest"] = Say("$.type", "ManifestFile", "answer them"),
            ["below a prefix"] = Say("$.type", "S3Prefix", "answer them"),
            ["answer them"] = Answer(batch, parts, input, output),
            ["done"] = new { Type = "Succeed" },
        });
    }

    private static Dictionary<string, object> Choose(Dictionary<string, object> condition, string then, string otherwise)
    {
        condition["Next"] = then;
        return new() { ["Type"] = "Choice", ["Choices"] = new[] { condition }, ["Default"] = otherwise };
    }

    private static object Say(string path, string value, string next) => new { Type = "Pass", Result = value, ResultPath = path, Next = next };

    private static Dictionary<string, object?> Answer(BatchSettings batch, TransformParts parts, Place input, Place output) => new()
    {
        ["Type"] = "Task",
        ["Resource"] = $"arn:{parts.Partition}:states:::sagemaker:createTransformJob.sync",
        ["Parameters"] = new Dictionary<string, object>
        {
            // A name once only, another try's too; executions' own are longer than a job's may be.
            ["TransformJobName.$"] = Format($"{StackName.Full}-{{}}", "States.ArrayGetItem(States.StringSplit(States.UUID(), '-'), 4)"),
            ["ModelName"] = parts.Model,
            ["ModelClientConfig"] = new { InvocationsTimeoutInSeconds = SecondsOfACall, InvocationsMaxRetries = TriesOfACall },
            ["TransformInput"] = new Dictionary<string, object>
            {
                ["ContentType.$"] = "$.contentType",
                ["CompressionType"] = "None",
                ["SplitType"] = "None",
                ["DataSource"] = new Dictionary<string, object>
                {
                    ["S3DataSource"] = new Dictionary<string, object> { ["S3DataType.$"] = "$.type", ["S3Uri.$"] = Format($"s3://{input.Bucket}/{{}}", "$.prefix") },
                },
            },
            ["TransformOutput"] = new Dictionary<string, object>
            {
                ["S3OutputPath.$"] = Format($"s3://{output.Bucket}/{output.Below(Answers)}/{{}}", Execution),
                ["Accept"] = "application/json",
                ["AssembleWith"] = "None",
            },
            ["TransformResources"] = new { batch.InstanceType, InstanceCount = batch.Tasks, VolumeKmsKeyId = parts.Key },
            ["Tags"] = parts.Tags.Select(tag => new { tag.Key, tag.Value }),
        },
        ["ResultPath"] = "$.job",
        ["Retry"] = new[]
        {
            TaskRun.Retry(["SageMaker.ResourceLimitExceededException"], SecondsBetweenLooks, Looks),
            TaskRun.Retry(["SageMaker.AmazonSageMakerException"], 30, 4),
            TaskRun.Retry(["States.TaskFailed"], 30, 1),
        },
        ["Next"] = "done",
    };
}
