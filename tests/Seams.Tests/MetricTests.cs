using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Pulumi.Engine.Recording;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>Alarms, charts and scaling look at what is there.</summary>
public partial class MetricTests
{
    public static TheoryData<string, string> Matrix => Plans.Matrix;

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Metrics_OfAlarmsChartsAndScaling_AreEmitted(string environment, string backend)
    {
        var plan = await Plans.OfAsync(environment, backend);
        var counted = plan.Inputs("aws:cloudwatch/logMetricFilter:LogMetricFilter")
            .Select(filter => filter.Fields["metricTransformation"].StructValue)
            .Select(metric => (metric.Text("namespace"), metric.Text("name"))).ToHashSet();

        var metrics = Alarmed(plan).Concat(Charted(plan)).Concat(Scaled(plan)).ToList();

        Assert.Contains(metrics, metric => metric.Namespace == "AWS/ApiGateway");
        Assert.Contains(metrics, metric => metric.Namespace == backend switch { "lambda" => "AWS/Lambda", "fargate" => "AWS/ECS", "ec2" => "AWS/AutoScaling", "sagemaker" => "AWS/SageMaker", _ => "ContainerInsights" });
        Assert.All(metrics, metric => Assert.True(
            counted.Contains((metric.Namespace, metric.Name)) || AwsMetrics.Has(metric.Namespace, metric.Name, metric.Dimensions.Keys),
            $"nobody emits {metric.Namespace} {metric.Name} by {string.Join(", ", metric.Dimensions.Keys)}"));
    }

    [Fact]
    public async Task Metrics_OfALakeAndOfBatches_AreEmitted()
    {
        var plan = await Plans.OfAsync("staging", "lambda", [.. Plans.Batch, "events=lake"]);
        var metrics = Alarmed(plan).Concat(Charted(plan)).Where(metric => metric.Namespace is "AWS/Athena" or "AWS/S3" or "AWS/States" or "AWS/SQS").ToList();

        Assert.Equal(["AWS/Athena", "AWS/S3", "AWS/SQS", "AWS/States"], metrics.Select(metric => metric.Namespace).Distinct().Order(StringComparer.Ordinal));
        Assert.All(metrics, metric => Assert.True(AwsMetrics.Has(metric.Namespace, metric.Name, metric.Dimensions.Keys), $"nobody emits {metric.Namespace} {metric.Name} by {string.Join(", ", metric.Dimensions.Keys)}"));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Metrics_Dimensions_NameWhatThePlanHas(string environment, string backend)
    {
        var plan = await Plans.OfAsync(environment, backend);
        var names = plan.Resources.SelectMany(resource => new[] { resource.Outputs.Fields.GetValueOrDefault("name"), resource.Outputs.Fields.GetValueOrDefault("arnSuffix") })
            .Concat(plan.Inputs("aws:lambda/alias:Alias").Select(alias => Value.ForString($"{alias.Text("functionName")}:{alias.Text("name")}")))
            .Concat(plan.Resources.Where(resource => resource.Type == "aws:lambda/function:Function").Select(function => function.Outputs.Fields["version"]))
            .Concat([Value.ForString("live"), Value.ForString("room-type"), Value.ForString("room-type-canary"), Value.ForString($"room-type-{environment}")])
            .Where(name => name is not null).Select(name => name!.StringValue).ToHashSet();

        Assert.All(Alarmed(plan).Concat(Charted(plan)), metric => Assert.All(metric.Dimensions.Values, value => Assert.Contains(value, names)));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Filters_Messages_AreThoseThatTheServiceLogs(string environment, string backend)
    {
        var plan = await Plans.OfAsync(environment, backend);
        var logged = typeof(RoomTypes.Hosting.ServiceOptions).Assembly.GetType("RoomTypes.Log", throwOnError: true)!
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(method => (method.Name, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(method => method.Attribute is not null)
            .ToDictionary(method => method.Attribute!.EventId, method => method.Attribute!.EventName ?? method.Name);

        // The others are of the gateway's log.
        var filters = plan.Inputs("aws:cloudwatch/logMetricFilter:LogMetricFilter").Where(filter => EventId().IsMatch(filter.Text("pattern"))).ToList();

        Assert.Equal(Stacks.Observability.LogEvents.Watched.Count, filters.Count);
        Assert.Contains(filters, filter => filter.Fields["metricTransformation"].StructValue.Text("name") == "SampleRatioMismatch");
        Assert.All(filters, filter =>
        {
            var id = int.Parse(EventId().Match(filter.Text("pattern")).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(logged[id], filter.Fields["metricTransformation"].StructValue.Text("name"));
        });
    }

    private static IEnumerable<Series> Alarmed(RunResult plan) => plan.Inputs("aws:cloudwatch/metricAlarm:MetricAlarm").SelectMany(alarm =>
        alarm.Fields.ContainsKey("metricName") ? [Read(alarm)] : alarm.Fields["metricQueries"].ListValue.Values.Select(query => query.StructValue).Where(query => query.Fields.ContainsKey("metric")).Select(query => Read(query.Fields["metric"].StructValue)));

    private static Series Read(Struct metric) => new(
        metric.Text("namespace"),
        metric.Text("metricName"),
        metric.Fields.TryGetValue("dimensions", out var dimensions) ? dimensions.StructValue.Fields.ToDictionary(pair => pair.Key, pair => pair.Value.StringValue) : []);

    private static IEnumerable<Series> Charted(RunResult plan) =>
        from widget in Assert.Single(plan.Inputs("aws:cloudwatch/dashboard:Dashboard")).Json("dashboardBody").GetProperty("widgets").EnumerateArray()
        where widget.GetProperty("type").GetString() == "metric"
        from line in widget.GetProperty("properties").GetProperty("metrics").EnumerateArray()
        let texts = line.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.String).Select(part => part.GetString()!).ToList()
        select new Series(texts[0], texts[1], texts.Skip(2).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]));

    private static IEnumerable<Series> Scaled(RunResult plan) =>
        from policy in plan.Inputs("aws:appautoscaling/policy:Policy")
        let tracking = policy.Fields["targetTrackingScalingPolicyConfiguration"].StructValue
        where tracking.Fields.ContainsKey("customizedMetricSpecification")
        from query in tracking.Fields["customizedMetricSpecification"].StructValue.Fields["metrics"].ListValue.Values
        where query.StructValue.Fields.ContainsKey("metricStat")
        let metric = query.StructValue.Fields["metricStat"].StructValue.Fields["metric"].StructValue
        select new Series(metric.Text("namespace"), metric.Text("metricName"), metric.Fields["dimensions"].ListValue.Values.ToDictionary(dimension => dimension.StructValue.Text("name"), dimension => dimension.StructValue.Text("value")));

    [GeneratedRegex(@"EventId = (\d+)")]
    private static partial Regex EventId();

    private sealed record Series(string Namespace, string Name, Dictionary<string, string> Dimensions);
}
