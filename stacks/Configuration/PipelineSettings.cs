using System.Text.RegularExpressions;

namespace Stacks.Configuration;

/// <summary>Whether new versions of models are made in AWS, when, and from what.</summary>
public sealed record PipelineSettings
{
    private static readonly Regex ScheduleForm = new(@"^(rate\([1-9][0-9]* (minutes?|hours?|days?)\)|cron\([^()]{11,80}\))$");

    /// <summary>Whether there is a state machine.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Where data sets are, and runs and versions before they are registered go; null where nothing was said.</summary>
    public string? Data { get; init; }

    /// <summary>When it runs, as EventBridge Scheduler says it.</summary>
    public required string Schedule { get; init; }

    /// <summary>The shadow that a version has to win; null for none.</summary>
    public string? Shadow { get; init; }

    /// <summary>Digest of an image of the steps in the account's repository; null builds one.</summary>
    public string? ImageDigest { get; init; }

    internal static PipelineSettings Read(ConfigReader reader) => new()
    {
        Enabled = reader.OneOf("pipeline", "none", "Where the steps from feedback to a new champion run, of which stepFunctions is a state machine with Fargate tasks", "none", "stepFunctions") == "stepFunctions",
        Data = reader.Optional("pipelineData", "Where the pipeline's data sets are, in data/, and its runs and unregistered versions go; modelSource is its registry", Forms.S3Address, "s3://bucket or s3://bucket/prefix"),
        Schedule = reader.Matching("pipelineSchedule", "rate(7 days)", "When the pipeline runs, in UTC", ScheduleForm, "rate(7 days) or cron(0 3 ? * SUN *)"),
        Shadow = reader.Optional("pipelineShadow", "Shadow of the image's experiments file that a new version has to win before it is approved; empty for none; not on Lambda", Forms.Name, "a letter, then letters, digits, - or _"),
        ImageDigest = reader.Optional("pipelineImageDigest", "Image of the steps, and of batches, which the account's repository has; empty builds the target tasks of app/Dockerfile and pushes it", Forms.Digest, "sha256: and 64 hexadecimal digits"),
    };
}
