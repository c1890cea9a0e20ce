using System.Text.Json;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sqs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Batch;

/// <summary>Begins a mission's batch when its manifest is written. The bucket, which is not the stack's, has to tell EventBridge of its objects.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html</remarks>
internal static class MissionTrigger
{
    private const int DaysOfMissed = 14;
    private const int SecondsOfTries = 3_600;
    private const int Tries = 10;

    private static readonly string[] Source = ["aws.s3"];
    private static readonly string[] DetailType = ["Object Created"];

    /// <summary>Makes it, and the queue of what it could not begin.</summary>
    public static Queue Create(BatchSettings batch, StateMachine machine, Output<string> account, Output<string> key, Resource parent)
    {
        var child = new CustomResourceOptions { Parent = parent };
        var input = Place.Of(batch.Input!);
        var role = new ServiceRole("batch-trigger", [ServiceRole.TrustWithin(account, "events.amazonaws.com")], parent, BatchAccess.OfTrigger(machine, key));
        var missed = new Queue("batch-missed", new QueueArgs { KmsMasterKeyId = key, MessageRetentionSeconds = DaysOfMissed * 86_400 }, child);
        var rule = new EventRule(
            "batch",
            new EventRuleArgs
            {
                Description = "A robot has written a mission's manifest",
                EventPattern = JsonSerializer.Serialize(new Dictionary<string, object>
                {
                    ["source"] = Source,
                    ["detail-type"] = DetailType,
                    ["detail"] = new { bucket = new { name = new[] { input.Bucket } }, @object = new { key = new[] { new { wildcard = $"{input.Below("")}*/{batch.Trigger}" } } } },
                }),
            },
            child);
        _ = new QueuePolicy("batch-missed", new QueuePolicyArgs { QueueUrl = missed.Url, Policy = PolicyDocument.Of(BatchAccess.OfMissed(missed, rule.Arn)) }, new CustomResourceOptions { Parent = missed });
        _ = new EventTarget(
            "batch",
            new EventTargetArgs
            {
                Rule = rule.Name,
                Arn = machine.Arn,
                RoleArn = role.Arn,
                // The one object with this name is all that a map finds; a job is given it as its list.
                InputTransformer = new EventTargetInputTransformerArgs { InputPaths = { { "key", "$.detail.object.key" } }, InputTemplate = "{\"prefix\": <key>}" },
                DeadLetterConfig = new EventTargetDeadLetterConfigArgs { Arn = missed.Arn },
                RetryPolicy = new EventTargetRetryPolicyArgs { MaximumEventAgeInSeconds = SecondsOfTries, MaximumRetryAttempts = Tries },
            },
            new CustomResourceOptions { Parent = parent, DependsOn = { role } });
        return missed;
    }
}
