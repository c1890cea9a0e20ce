using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RoomTypes.Telemetry;

namespace RoomTypes.Tests.Telemetry;

public sealed class MetricsCollectorTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MetricsCollector>().BuildServiceProvider();
    private readonly MetricsCollector _collector;
    private readonly Meter _meter;

    public MetricsCollectorTests()
    {
        _collector = _services.GetRequiredService<MetricsCollector>();
        _meter = _services.GetRequiredService<IMeterFactory>().Create("RoomTypes.Test");
    }

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("room_type.events.written", "{event}", "room_type_events_written_total")]
    [InlineData("http.server.request", "s", "http_server_request_seconds_total")]
    [InlineData("sent.bytes", "By", "sent_bytes_total")]
    [InlineData("sent_total", null, "sent_total")]
    [InlineData("9.lives", "1", "_9_lives_total")]
    public void Counter_OfANameAndUnit_IsNamedAsOpenTelemetrySays(string name, string? unit, string expected)
    {
        _meter.CreateCounter<long>(name, unit).Add(2);

        Assert.Equal([$"# TYPE {expected} counter", $"{expected} 2"], Lines(expected));
    }

    [Fact]
    public void Counter_WithLabels_HasASeriesForEachAndEscapesThem()
    {
        var counter = _meter.CreateCounter<int>("said", "{word}", "A \\ and\na line");
        counter.Add(1, new KeyValuePair<string, object?>("the.word", "a \"b\" \\ c\nd"));
        counter.Add(2, new KeyValuePair<string, object?>("the.word", "x"));
        counter.Add(3, new KeyValuePair<string, object?>("the.word", "x"));

        Assert.Equal(
            [
                @"# HELP said_total A \\ and\na line",
                "# TYPE said_total counter",
                @"said_total{the_word=""a \""b\"" \\ c\nd""} 1",
                @"said_total{the_word=""x""} 5",
            ],
            Lines("said_total"));
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    [InlineData(1.5, "1.5")]
    [InlineData(null, "")]
    public void Counter_WithALabelThatIsNoText_WritesItAsJsonWould(object? value, string expected)
    {
        _meter.CreateCounter<int>("told").Add(1, new KeyValuePair<string, object?>("is", value));

        Assert.Equal($"told_total{{is=\"{expected}\"}} 1", Lines("told_total")[^1]);
    }

    [Fact]
    public void Gauge_ToldTwice_TellsTheLast()
    {
        var gauge = _meter.CreateGauge<int>("level");
        gauge.Record(5);
        gauge.Record(4);

        Assert.Equal(["# TYPE level gauge", "level 4"], Lines("level"));
    }

    [Fact]
    public void Histogram_OfValuesAtItsBounds_CountsThemUpToTheBound()
    {
        var histogram = _meter.CreateHistogram("took", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in new[] { 0.25, 0.5, 0.75, 1, 4 }) histogram.Record(value, new KeyValuePair<string, object?>("stage", "infer"));

        Assert.Equal(
            [
                "# TYPE took_seconds histogram",
                @"took_seconds_bucket{stage=""infer"",le=""0.5""} 2",
                @"took_seconds_bucket{stage=""infer"",le=""1""} 4",
                @"took_seconds_bucket{stage=""infer"",le=""+Inf""} 5",
                @"took_seconds_sum{stage=""infer""} 6.5",
                @"took_seconds_count{stage=""infer""} 5",
            ],
            Lines("took_seconds"));
    }

    [Fact]
    public void Observable_AskedTwice_TellsThePresentValue()
    {
        var held = 7;
        _meter.CreateObservableUpDownCounter("held", () => held);
        Assert.Equal("held 7", Lines("held")[^1]);

        held = 3;
        Assert.Equal("held 3", Lines("held")[^1]);
    }

    [Fact]
    public void UpDownCounter_Added_TellsTheSum()
    {
        var active = _meter.CreateUpDownCounter<long>("active");
        active.Add(2);
        active.Add(-1);

        Assert.Equal(["# TYPE active gauge", "active 1"], Lines("active"));
    }

    [Fact]
    public void Counter_FromManyThreads_LosesNothing()
    {
        var (counter, histogram) = (_meter.CreateCounter<long>("many"), _meter.CreateHistogram<double>("spread"));
        Parallel.For(0, 10_000, i =>
        {
            counter.Add(1, new KeyValuePair<string, object?>("thread", i % 3));
            histogram.Record(i % 7);
        });

        Assert.Equal(10_000, Lines("many_total").Where(line => line[0] != '#').Sum(line => double.Parse(line.Split(' ')[1])));
        Assert.Equal("spread_count 10000", Lines("spread")[^1]);
    }

    [Fact]
    public void Collector_OfAnotherServicesMeter_DoesNotListen()
    {
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        others.GetRequiredService<IMeterFactory>().Create("RoomTypes.Test").CreateCounter<long>("elsewhere").Add(1);

        Assert.Empty(Lines("elsewhere_total"));
    }

    [Fact]
    public void Instrument_ThatHasToldNothing_IsLeftOut()
    {
        _meter.CreateCounter<long>("silent");

        Assert.Empty(Lines("silent_total"));
    }

    private List<string> Lines(string name) =>
        [.. PrometheusText.Write(_collector.Collect()).Split('\n').Where(line => line.TrimStart('#', ' ').Replace("HELP ", "").Replace("TYPE ", "").StartsWith(name, StringComparison.Ordinal))];
}
