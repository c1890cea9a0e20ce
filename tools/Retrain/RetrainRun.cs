using System.Globalization;
using RoomTypes.Tracking;

namespace RoomTypes.Retrain;

/// <summary>A retraining as a recorded run.</summary>
internal static class RetrainRun
{
    /// <summary>Records it, with the report of --json beside it.</summary>
    /// <returns>The run's id.</returns>
    public static Task<string> RecordAsync(RunInProgress run, string location, RetrainOrder order, RetrainOutcome outcome, CancellationToken cancellationToken)
    {
        var record = run.End(outcome.Model, Parameters(order, outcome), [.. outcome.After.Summary, .. outcome.Before.Summary.Select(metric => KeyValuePair.Create($"parent.{metric.Key}", metric.Value))]);
        return RunStore.RecordAsync(location, record, "retraining.json", report => RetrainJson.Write(outcome, report), cancellationToken);
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(RetrainOrder order, RetrainOutcome outcome) =>
    [
        new("parent", outcome.Parent),
        new("from", order.From),
        new("seed", $"{order.Seed}"),
        new("penalty", outcome.Result.Chosen.Penalty.ToString(CultureInfo.InvariantCulture)),
        new("centre", outcome.Result.Chosen.IsAroundParent ? "parent" : "zero"),
        new("examples", $"{outcome.Gathered.Examples.Count}"),
        .. outcome.Gathered.Digests.Select(digest => KeyValuePair.Create($"data.{digest.Key}", digest.Value)),
    ];
}
