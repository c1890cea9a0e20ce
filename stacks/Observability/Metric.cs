using Pulumi;

namespace Stacks.Observability;

/// <summary>A series of values in CloudWatch.</summary>
/// <param name="Namespace">For example AWS/Lambda.</param>
/// <param name="Name">For example Errors.</param>
/// <param name="Statistic">Sum, Average, Minimum, Maximum, SampleCount; a percentile like p99; a count of values above a limit like TC(2000:).</param>
/// <param name="Dimensions">Whose values.</param>
public sealed record Metric(string Namespace, string Name, string Statistic, IReadOnlyList<(string Name, Output<string> Value)> Dimensions)
{
    internal InputMap<string> DimensionMap()
    {
        var map = new InputMap<string>();
        foreach (var (name, value) in Dimensions)
            map.Add(name, value);
        return map;
    }
}
