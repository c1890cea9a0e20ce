using System.Diagnostics;
using System.Text.Json;

namespace RoomTypes.Tests.Kpis;

/// <summary>The dashboard of the service's metrics, asked of a real Prometheus that scrapes a real service.</summary>
public sealed class PrometheusTests : IDisposable
{
    private const string Program = "/usr/bin/prometheus";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableByProgramFact(Program)]
    public async Task Queries_OfAServiceThatIsScraped_AllHaveSeries()
    {
        Directory.CreateDirectory($"{_folder.Path}/lake");
        await using var service = await TestService.StartAsync("Cache:Level=memory", "Events:Store=lake", $"Events:Lake={_folder.Path}/lake", $"Events:Spool={_folder.Path}/spool", "Events:LakeSeconds=1");
        // The second answer comes from the cache.
        for (var i = 0; i < 2; i++) await service.PostAsync(Samples.Kitchen, "image/jpeg");
        var port = Loopback.FreePort();
        using var prometheus = await StartAsync(service.Address, port);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            using var patience = new CancellationTokenSource(Patience);
            foreach (var (title, text) in DashboardTests.Queries("room-type-service", "expr").ToList())
            {
                var query = text.Replace("$__rate_interval", "1m", StringComparison.Ordinal);
                Assert.DoesNotContain('$', query);
                // A rate is there with the second scrape.
                while (await SeriesAsync(client, query) == 0)
                {
                    Assert.False(patience.IsCancellationRequested, $"'{title}' has no series: {query}");
                    await Task.Delay(200);
                }
            }
        }
        finally
        {
            prometheus.Kill();
        }
    }

    private async Task<Process> StartAsync(Uri service, int port)
    {
        var config = Path.Combine(_folder.Path, "prometheus.yml");
        await File.WriteAllTextAsync(config, $$"""
            global: { scrape_interval: 1s }
            scrape_configs: [ { job_name: room-type, static_configs: [ { targets: [ "{{service.Authority}}" ] } ] } ]
            """);
        var process = Process.Start(new ProcessStartInfo(Program, [$"--config.file={config}", $"--storage.tsdb.path={_folder.Path}/data", $"--web.listen-address=127.0.0.1:{port}"])
        {
            RedirectStandardError = true,
        })!;
        // What it logs is nobody's here, and a full pipe would stop it.
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>How many series answer; none while it starts. A query that Prometheus refuses fails the test.</summary>
    private static async Task<int> SeriesAsync(HttpClient client, string query)
    {
        try
        {
            using var response = await client.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
            var body = await response.Content.ReadAsStringAsync();
            Assert.False(response.StatusCode == System.Net.HttpStatusCode.BadRequest, $"{query}: {body}");
            if (!response.IsSuccessStatusCode) return 0;
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.GetProperty("data").GetProperty("result").GetArrayLength();
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}

/// <summary>A test that needs a program of Debian's.</summary>
internal sealed class SkippableByProgramFactAttribute : FactAttribute
{
    public SkippableByProgramFactAttribute(string program)
    {
        if (!File.Exists(program)) Skip = $"{program} is missing; on Debian: apt-get install {Path.GetFileName(program)}";
    }
}
