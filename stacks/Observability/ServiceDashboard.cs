using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Conventions;

namespace Stacks.Observability;

/// <summary>The one page to look at, from the outside in: what is wrong, what callers see, what the backend does. And the one alarm that says whether to look.</summary>
public sealed class ServiceDashboard : ComponentResource
{
    private const int Columns = 24;
    private const int ChartsInARow = 3;
    private const int Height = 6;

    /// <summary>Provisions dashboard and composite alarm.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="region">Region of the metrics.</param>
    /// <param name="alarms">All alarms of the stack.</param>
    /// <param name="rows">A heading and its charts each.</param>
    /// <param name="options">Options of the component.</param>
    public ServiceDashboard(
        string name, string region, IReadOnlyList<MetricAlarm> alarms, IReadOnlyList<(string Heading, IReadOnlyList<Chart> Charts)> rows, ComponentResourceOptions? options = null)
        : base("room-type:observability:ServiceDashboard", name, options)
    {
        ArgumentNullException.ThrowIfNull(alarms);
        ArgumentNullException.ThrowIfNull(rows);
        var child = new CustomResourceOptions { Parent = this };
        _ = new CompositeAlarm(
            "unwell",
            new CompositeAlarmArgs
            {
                AlarmName = $"{StackName.Full}-unwell",
                AlarmDescription = $"Something of {StackName.Full} is wrong: its dashboard names what.",
                // Each of the alarms tells the topic itself, with what to do: this one is looked at, by people and deployments.
                AlarmRule = Output.All(alarms.Select(alarm => alarm.Name)).Apply(names => string.Join(" OR ", names.Select(alarm => $"ALARM(\"{alarm}\")"))),
            },
            child);
        var dashboard = new Dashboard(
            "service",
            new DashboardArgs { DashboardName = StackName.Full, DashboardBody = Body(region, alarms, rows) },
            child);
        Address = Output.Format($"https://{region}.{Partition.Current.Console}/cloudwatch/home?region={region}#dashboards/dashboard/{dashboard.DashboardName}");
        RegisterOutputs(new Dictionary<string, object?> { ["address"] = Address });
    }

    /// <summary>Where the dashboard is.</summary>
    public Output<string> Address { get; }

    private static Output<string> Body(string region, IReadOnlyList<MetricAlarm> alarms, IReadOnlyList<(string Heading, IReadOnlyList<Chart> Charts)> rows)
    {
        var charts = rows.SelectMany(row => row.Charts).Select(chart => Lines(chart)).ToArray();
        return Output.Tuple(Output.All(alarms.Select(alarm => alarm.Arn)), Output.All(charts)).Apply(known => Serialize(region, known.Item1, rows, known.Item2));
    }

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    private static string Serialize(
        string region, ImmutableArray<string> alarms, IReadOnlyList<(string Heading, IReadOnlyList<Chart> Charts)> rows, ImmutableArray<ImmutableArray<ImmutableArray<object>>> lines)
    {
        var widgets = new List<object> { Widget("alarm", 0, 0, Columns, 3, new { title = "Alarms", alarms }) };
        var (y, index) = (3, 0);
        foreach (var (heading, charts) in rows)
        {
            widgets.Add(Widget("text", 0, y++, Columns, 1, new { markdown = $"## {heading}" }));
            for (var i = 0; i < charts.Count; i++)
            {
                var width = Columns / ChartsInARow;
                var properties = new { title = charts[i].Title, region, view = "timeSeries", period = 60, metrics = lines[index++] };
                widgets.Add(Widget("metric", i % ChartsInARow * width, y + (i / ChartsInARow * Height), width, Height, properties));
            }

            y += (charts.Count + ChartsInARow - 1) / ChartsInARow * Height;
        }

        return JsonSerializer.Serialize(new { widgets });
    }

    private static object Widget(string type, int x, int y, int width, int height, object properties) => new { type, x, y, width, height, properties };

    private static Output<ImmutableArray<ImmutableArray<object>>> Lines(Chart chart) => Output.All(chart.Metrics.Select(Line));

    private static Output<ImmutableArray<object>> Line(Metric metric) =>
        Output.All(metric.Dimensions.Select(dimension => dimension.Value)).Apply(values =>
            ImmutableArray.Create<object>(
            [
                metric.Namespace,
                metric.Name,
                .. metric.Dimensions.Zip(values).SelectMany(pair => new object[] { pair.First.Name, pair.Second }),
                new { stat = metric.Statistic },
            ]));
}
