using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RoomTypes.Experiments;

/// <summary>What assignment counts and tells traces, under OpenTelemetry's names for feature flags.</summary>
public sealed class ExperimentMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "RoomTypes.Experiments";

    private const string Event = "feature_flag.evaluation";
    private const string Key = "feature_flag.key";
    private const string Variant = "feature_flag.result.variant";
    private const string Reason = "feature_flag.result.reason";

    private readonly Counter<long> _evaluations;
    private readonly Counter<long> _failures;

    /// <summary>Makes the counters.</summary>
    public ExperimentMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _evaluations = meter.CreateCounter<long>("room_type.experiments.evaluations", "{evaluation}", "Features evaluated for requests.");
        _failures = meter.CreateCounter<long>("room_type.experiments.source_failures", "{failure}", "Questions that the source of variations did not answer in time or well.");
        // An alarm sees the first failure only if there was a value before it.
        _failures.Add(0);
    }

    internal void Evaluated(string feature, in Evaluation evaluation)
    {
        _evaluations.Add(1, new(Key, feature), new(Variant, evaluation.Variation.Name), new(Reason, evaluation.Reason));
        if (Activity.Current is { IsAllDataRequested: true } activity)
            activity.AddEvent(new ActivityEvent(Event, tags: new() { [Key] = feature, [Variant] = evaluation.Variation.Name, [Reason] = evaluation.Reason }));
    }

    internal void SourceFailed() => _failures.Add(1);
}
