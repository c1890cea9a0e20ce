using System.Globalization;
using System.Text.RegularExpressions;

namespace RoomTypes.Tests.Http;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task Metrics_AfterRequests_CountThemTheirPicturesAndPredictions()
    {
        await using var service = await TestService.StartAsync();
        await service.PostAsync(Samples.Kitchen, "image/jpeg");
        await service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?models=room-type@2,room-type@3");
        await service.PostAsync(Samples.Kitchen[..2000], "image/jpeg");
        await service.Client.GetAsync("/nowhere");

        var samples = await ScrapeAsync(service);

        Assert.Equal(2, samples["room_type_pictures_total{outcome=\"recognized\"}"]);
        Assert.Equal(1, samples["room_type_pictures_total{outcome=\"image_corrupt\"}"]);
        Assert.Equal(2, samples["room_type_predictions_total{model=\"room-type@2\",label=\"kitchen\"}"]);
        Assert.Equal(1, samples["room_type_predictions_total{model=\"room-type@3\",label=\"kitchen\"}"]);
        Assert.Equal(0, samples["room_type_predictions_unknown_total{model=\"room-type@2\"}"]);
        Assert.Equal(3, samples["room_type_picture_duration_seconds_count{stage=\"decode\"}"]);
        Assert.Equal(2, samples["room_type_picture_duration_seconds_count{stage=\"infer\"}"]);
        Assert.Equal(0, samples["room_type_pictures_held"]);
        Assert.Equal(service.Recognition.Workers.Workers, samples["room_type_workers"]);
        Assert.True(samples["dotnet_process_memory_working_set_bytes"] > 1e6);
        Assert.Equal(2, Requests(samples, "200", "/v1/recognize"));
        Assert.Equal(1, Requests(samples, "422", "/v1/recognize"));
    }

    [Fact]
    public async Task Metrics_BeforeTheFirstRequest_TellTheWorkersAndThatNothingWasLost()
    {
        using var folder = new TemporaryFolder();
        await using var service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={folder.Path}/events.db");

        var samples = await ScrapeAsync(service);

        Assert.Equal(service.Recognition.Workers.Workers, samples["room_type_workers"]);
        Assert.All(
            ["room_type_events_dropped_total", "room_type_events_write_failures_total", "room_type_experiments_source_failures_total", "room_type_pictures_held"],
            name => Assert.Equal(0, samples[name]));
    }

    [Fact]
    public async Task Metrics_Text_IsPrometheusFormat()
    {
        await using var service = await TestService.StartAsync();
        await service.PostAsync(Samples.Kitchen, "image/jpeg");

        using var response = await service.Client.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", text);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
        var types = text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).ToList();
        Assert.Equal(types.Count, types.Distinct().Count());
    }

    [Theory]
    [InlineData("dotnet_thread_pool_thread_count", "gauge")]
    [InlineData("dotnet_thread_pool_queue_length", "gauge")]
    [InlineData("dotnet_thread_pool_work_item_count_total", "counter")]
    public async Task Metrics_OfTheThreadPool_AreCountersOnlyIfTheyNeverGoDown(string name, string kind)
    {
        await using var service = await TestService.StartAsync();

        Assert.Contains($"\n# TYPE {name} {kind}\n", await service.Client.GetStringAsync("/metrics"));
    }

    private static double Requests(Dictionary<string, double> samples, string status, string route) => samples
        .Where(sample => sample.Key.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal)
            && sample.Key.Contains($"http_response_status_code=\"{status}\"") && sample.Key.Contains($"http_route=\"{route}\""))
        .Sum(sample => sample.Value);

    private static async Task<Dictionary<string, double>> ScrapeAsync(TestService service) =>
        (await service.Client.GetStringAsync("/metrics")).TrimEnd('\n').Split('\n').Where(line => line[0] != '#')
            .Select(line => (At: line.LastIndexOf(' '), Line: line))
            .ToDictionary(sample => sample.Line[..sample.At], sample => double.Parse(sample.Line[(sample.At + 1)..], CultureInfo.InvariantCulture));

    // prometheus.io/docs/instrumenting/exposition_formats
    [GeneratedRegex("""^(# HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*|# TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (counter|gauge|histogram)|[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*")*\})? ([-+]?[0-9.]+([eE][-+]?[0-9]+)?|[+-]Inf|NaN))$""")]
    private static partial Regex Line();
}
