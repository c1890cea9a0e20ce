using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Conventions;
using Stacks.Observability;

namespace Stacks.Caching;

/// <summary>What watches the shared cache. Without it requests are answered as well, and cost more; that it is full is how it is meant to be.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html</remarks>
internal static class CacheAlarms
{
    public static IReadOnlyList<Chart> Charts =>
    [
        new("Answers found and not found", [Of("CacheHits", "Sum"), Of("CacheMisses", "Sum")]),
        new("Bytes kept", [Of("BytesUsedForCache", "Maximum")]),
        new("Processing units", [Of("ElastiCacheProcessingUnits", "Sum")]),
        new("Microseconds of a read", [Of("SuccessfulReadRequestLatency", "p99")]),
    ];

    public static IReadOnlyList<MetricAlarm> Create(AlarmTopic topic, Resource parent) =>
        [.. Specs().Select(spec => Alarms.Create(spec, topic, new CustomResourceOptions { Parent = parent }))];

    private static IEnumerable<AlarmSpec> Specs()
    {
        yield return new AlarmSpec("cache-throttled", "The shared cache refuses commands, as it may not do more: raise cacheMaxUnitsPerSecond.", Of("ThrottledCmds", "Sum"), 1) { PeriodSeconds = 300, Periods = 3, Faults = 3 };
        yield return new AlarmSpec("cache-refused", "The shared cache does not let the service in: its role, or the clock of who signs.", Of("AuthenticationFailures", "Sum"), 1) { PeriodSeconds = 300, Periods = 3, Faults = 3 };
    }

    private static Metric Of(string name, string statistic) => new("AWS/ElastiCache", name, statistic, [("clusterId", Output.Create(StackName.Full))]);
}
