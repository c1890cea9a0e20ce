using Pulumi;
using Stacks.Observability;

namespace Stacks.Events.Lake;

/// <summary>What watches the lake: what questions read is paid for. That the service cannot write to it, or loses events, the service's own log tells.</summary>
/// <remarks>https://docs.aws.amazon.com/athena/latest/ug/query-metrics-viewing.html, https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html</remarks>
internal static class LakeAlarms
{
    private const int SecondsOfDay = 86_400;
    private const double BytesOfGigabyte = 1e9;

    public static IReadOnlyList<Chart> Charts(string workgroup, Output<string> bucket) =>
    [
        new("Bytes that questions read", [OfQuestions(workgroup, "ProcessedBytes", "Sum")]),
        new("Milliseconds of a question", [OfQuestions(workgroup, "TotalExecutionTime", "Average"), OfQuestions(workgroup, "TotalExecutionTime", "Maximum")]),
        new("Bytes of the bucket, by the day", [new Metric("AWS/S3", "BucketSizeBytes", "Average", [("BucketName", bucket), ("StorageType", Output.Create("StandardStorage"))])]),
        new("Objects of the bucket, by the day", [new Metric("AWS/S3", "NumberOfObjects", "Average", [("BucketName", bucket), ("StorageType", Output.Create("AllStorageTypes"))])]),
    ];

    /// <summary>More was read in a day than is planned for.</summary>
    public static AlarmSpec Scans(string workgroup, int gigabytes) => new(
        "events-scans",
        "Questions about the lake read more in a day than lakeDailyGigabytes: the history of the workgroup says which; ./run events compact makes all of them cheaper.",
        OfQuestions(workgroup, "ProcessedBytes", "Sum"),
        gigabytes * BytesOfGigabyte)
    { PeriodSeconds = SecondsOfDay, Periods = 1, Faults = 1 };

    private static Metric OfQuestions(string workgroup, string name, string statistic) => new("AWS/Athena", name, statistic, [("WorkGroup", Output.Create(workgroup))]);
}
