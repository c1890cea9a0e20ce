using System.Globalization;
using Microsoft.Extensions.Configuration;
using RoomTypes.Hosting;
using RoomTypes.Storage;
using RoomTypes.Tracking;

namespace RoomTypes.Retrain;

/// <summary>A retraining as a recorded run.</summary>
internal static class RetrainRun
{
    /// <summary>Records it, with the report of --json beside it.</summary>
    /// <returns>The run's id; null where none is recorded.</returns>
    public static async Task<string?> RecordAsync(RunInProgress run, string location, RetrainOrder order, RetrainOutcome outcome, CancellationToken cancellationToken)
    {
        if (location == RunStore.None) return null;
        using var storage = new S3Storage(ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build()).Storage);
        using var report = new MemoryStream();
        RetrainJson.Write(outcome, report);
        var record = run.End(outcome.Model, Parameters(order, outcome), [.. outcome.After.Summary, .. outcome.Before.Summary.Select(metric => KeyValuePair.Create($"parent.{metric.Key}", metric.Value))]);
        return (await new RunStore(location, storage).AddAsync(record, new Dictionary<string, byte[]> { ["retraining.json"] = report.ToArray() }, cancellationToken)).Id;
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
