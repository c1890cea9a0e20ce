using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;
using Stacks.Conventions;

namespace Stacks.Observability;

/// <summary>Makes alarms that tell a topic.</summary>
internal static class Alarms
{
    public static MetricAlarm Create(AlarmSpec spec, AlarmTopic topic, CustomResourceOptions options)
    {
        var args = new MetricAlarmArgs
        {
            Name = spec.Owner is null ? $"{StackName.Full}-{spec.Name}" : $"{StackName.Full}-{spec.Owner}-{spec.Name}",
            AlarmDescription = spec.Advice,
            ComparisonOperator = spec.Below ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold",
            Threshold = spec.Threshold,
            EvaluationPeriods = spec.Periods,
            DatapointsToAlarm = spec.Faults,
            TreatMissingData = spec.MissingIsFault ? "breaching" : "notBreaching",
            AlarmActions = { topic.Arn },
            OkActions = { topic.Arn },
        };
        if (spec.Of is { } whole)
            Share(args, spec, whole);
        else if (spec.Growth)
            Growth(args, spec);
        else
            Single(args, spec);
        return new MetricAlarm(spec.Name, args, options);
    }

    private static void Single(MetricAlarmArgs args, AlarmSpec spec)
    {
        args.Namespace = spec.Metric.Namespace;
        args.MetricName = spec.Metric.Name;
        args.Dimensions = spec.Metric.DimensionMap();
        args.Period = spec.PeriodSeconds;
        args.Statistic = spec.Metric.Statistic;
    }

    private static void Growth(MetricAlarmArgs args, AlarmSpec spec)
    {
        args.MetricQueries.Add(new MetricAlarmMetricQueryArgs { Id = "growth", Expression = "DIFF(total)", Label = spec.Name, ReturnData = true });
        args.MetricQueries.Add(Query("total", spec.Metric, spec.PeriodSeconds));
    }

    private static void Share(MetricAlarmArgs args, AlarmSpec spec, Metric whole)
    {
        args.MetricQueries.Add(new MetricAlarmMetricQueryArgs { Id = "share", Expression = spec.Least == 0 ? "100 * part / whole" : $"IF(whole >= {spec.Least}, 100 * part / whole, 0)", Label = spec.Name, ReturnData = true });
        args.MetricQueries.Add(Query("part", spec.Metric, spec.PeriodSeconds));
        args.MetricQueries.Add(Query("whole", whole, spec.PeriodSeconds));
    }

    private static MetricAlarmMetricQueryArgs Query(string id, Metric metric, int period) => new()
    {
        Id = id,
        Metric = new MetricAlarmMetricQueryMetricArgs
        {
            Namespace = metric.Namespace,
            MetricName = metric.Name,
            Dimensions = metric.DimensionMap(),
            Period = period,
            Stat = metric.Statistic,
        },
    };
}
