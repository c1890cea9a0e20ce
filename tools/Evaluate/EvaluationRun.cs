using RoomTypes.Tracking;

namespace RoomTypes.Evaluate;

/// <summary>An evaluation as a recorded run.</summary>
internal static class EvaluationRun
{
    /// <summary>Records it, with the report of --json beside it.</summary>
    /// <param name="run">Begun before the first picture.</param>
    /// <param name="location">Where runs are: a folder, or s3://bucket/prefix.</param>
    /// <param name="folder">Where the pictures are.</param>
    /// <param name="pictures">They and their labels.</param>
    /// <param name="result">What came out.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The run's id.</returns>
    public static Task<string> RecordAsync(
        RunInProgress run, string location, string folder, IReadOnlyList<(string Path, string Label)> pictures, EvaluationResult result, CancellationToken cancellationToken)
    {
        var record = run.End(result.Model, [new("folder", folder), new("data", DataDigest.OfFiles(pictures)), new("pictures", $"{result.Scores.Count}")], Metrics(result));
        return RunStore.RecordAsync(location, record, "evaluation.json", report => JsonReport.Write(result, report), cancellationToken);
    }

    private static IEnumerable<KeyValuePair<string, double>> Metrics(EvaluationResult result) =>
    [
        .. result.Scores.Summary,
        new("picturesPerSecond", Math.Round(result.PicturesPerSecond, 1)),
        new("failures", result.Failures.Count),
    ];
}
