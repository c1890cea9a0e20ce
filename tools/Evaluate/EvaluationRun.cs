using Microsoft.Extensions.Configuration;
using RoomTypes.Hosting;
using RoomTypes.Storage;
using RoomTypes.Tracking;

namespace RoomTypes.Evaluate;

/// <summary>An evaluation as a recorded run.</summary>
internal static class EvaluationRun
{
    /// <summary>Records it, with the report of --json beside it.</summary>
    /// <param name="run">Begun before the first picture.</param>
    /// <param name="location">Where runs are: a folder, s3://bucket/prefix, or none.</param>
    /// <param name="folder">Where the pictures are.</param>
    /// <param name="digest">What they are named by.</param>
    /// <param name="result">What came out.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The run's id; null where none is recorded.</returns>
    public static async Task<string?> RecordAsync(RunInProgress run, string location, string folder, string digest, EvaluationResult result, CancellationToken cancellationToken)
    {
        if (location == RunStore.None) return null;
        using var storage = new S3Storage(ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build()).Storage);
        using var report = new MemoryStream();
        JsonReport.Write(result, report);
        var record = run.End(result.Model, [new("folder", folder), new("data", digest), new("pictures", $"{result.Scores.Count}")], Metrics(result));
        return (await new RunStore(location, storage).AddAsync(record, new Dictionary<string, byte[]> { ["evaluation.json"] = report.ToArray() }, cancellationToken)).Id;
    }

    private static IEnumerable<KeyValuePair<string, double>> Metrics(EvaluationResult result) =>
    [
        .. result.Scores.Summary,
        new("picturesPerSecond", Math.Round(result.PicturesPerSecond, 1)),
        new("failures", result.Failures.Count),
    ];
}
