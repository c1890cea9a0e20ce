using Pulumi;
using Pulumi.Aws.Lambda;
using Stacks.Configuration;
using Stacks.Observability;
using LambdaAlias = Pulumi.Aws.Lambda.Alias;

namespace Stacks.Backends.Lambda;

/// <summary>What watches the function.</summary>
internal static class LambdaAlarms
{
    private const string Namespace = "AWS/Lambda";

    public static IReadOnlyList<Chart> Charts(Function function, LambdaAlias live) =>
    [
        new("Invocations", [OfAlias(function, live, "Invocations", "Sum"), OfAlias(function, live, "Errors", "Sum"), OfAlias(function, live, "Throttles", "Sum")]),
        new("Duration in ms", [OfAlias(function, live, "Duration", "p50"), OfAlias(function, live, "Duration", "p99")]),
        new("Environments in use", [OfFunction(function, "ConcurrentExecutions", "Maximum")]),
    ];

    public static IEnumerable<AlarmSpec> Specs(Function function, LambdaAlias live, Settings settings)
    {
        var limits = settings.Alarms;
        yield return new AlarmSpec("function-errors", "Invocations fail: the function's log says why.", OfAlias(function, live, "Errors", "Sum"), limits.ErrorPercent)
        {
            Of = OfAlias(function, live, "Invocations", "Sum"),
            TakesBack = true,
        };
        yield return new AlarmSpec("function-throttles", "Invocations are refused: raise lambdaReservedConcurrency, or the vCPUs of managed instances.", OfAlias(function, live, "Throttles", "Sum"), 1);
        yield return AlarmSpec.Slow("function-duration", "The slowest invocations are slow: look at memory, which is CPU, and at cold starts.", OfAlias(function, live, "Duration", "p99"), limits.LatencyP99Ms);
        if (settings.Release.CanaryPercent > 0)
        {
            // The newest version's share of the requests is small while it is tried: what it fails drowns among those of the version before.
            yield return new AlarmSpec("release-errors", "The newest version fails: CodeDeploy takes it back while it is tried; its log says why.", OfNewest(function, live, "Errors", "Sum"), limits.ErrorPercent)
            {
                Of = OfNewest(function, live, "Invocations", "Sum"),
                TakesBack = true,
            };
            yield return AlarmSpec.Slow("release-duration", "The newest version is slow: CodeDeploy takes it back while it is tried.", OfNewest(function, live, "Duration", "p99"), limits.LatencyP99Ms);
        }

        if (settings.Lambda.Managed)
            yield break;
        if (settings.Lambda.ReservedConcurrency > 0)
        {
            yield return new AlarmSpec(
                "function-concurrency",
                "Nearly as many invocations at once as are reserved: raise lambdaReservedConcurrency before calls are refused.",
                OfFunction(function, "ConcurrentExecutions", "Maximum"),
                Math.Max(1, settings.Lambda.ReservedConcurrency * limits.SaturationPercent / 100));
        }

        if (settings.Lambda.ProvisionedConcurrency > 0)
        {
            yield return new AlarmSpec(
                "function-spillover",
                "More calls than warm environments: raise lambdaProvisionedConcurrency or lambdaProvisionedMax.",
                OfAlias(function, live, "ProvisionedConcurrencySpilloverInvocations", "Sum"),
                10);
        }
    }

    private static Metric OfAlias(Function function, LambdaAlias live, string name, string statistic) =>
        new(Namespace, name, statistic, [("FunctionName", function.Name), ("Resource", Output.Format($"{function.Name}:{live.Name}"))]);

    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html: of the versions that an alias leads to.
    private static Metric OfNewest(Function function, LambdaAlias live, string name, string statistic) =>
        new(Namespace, name, statistic, [("FunctionName", function.Name), ("Resource", Output.Format($"{function.Name}:{live.Name}")), ("ExecutedVersion", function.Version)]);

    private static Metric OfFunction(Function function, string name, string statistic) => new(Namespace, name, statistic, [("FunctionName", function.Name)]);
}
