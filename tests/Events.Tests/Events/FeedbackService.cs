using System.Diagnostics;
using System.Text;

namespace RoomTypes.Tests.Events;

/// <summary>The service as a process of its own, that is sent numbered feedback.</summary>
internal sealed class FeedbackService : IDisposable
{
    private FeedbackService(Process process, HttpClient client) => (Process, Client) = (process, client);

    public Process Process { get; }

    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="settings">Such as "Events:Store=sqlite".</param>
    /// <param name="change">Of how it is started.</param>
    public static async Task<FeedbackService> StartAsync(IEnumerable<string> settings, Action<ProcessStartInfo>? change = null)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "RoomTypes.dll"), "--urls", "http://127.0.0.1:0", .. settings.Select(setting => $"--RoomType:{setting}")])
        {
            RedirectStandardOutput = true,
        };
        change?.Invoke(start);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split("Now listening on: ") is not [_, var url]) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, new HttpClient { BaseAddress = new Uri(url) });
        }

        throw new InvalidOperationException("The service ended before it listened.");
    }

    /// <summary>The outcome; null if the service is gone, or says that it could not keep it.</summary>
    public async Task<string?> SendAsync(int i)
    {
        var body = $$"""{"entityId": "robot-{{i % 10}}", "feedbackId": "f-{{i}}", "metric": {"value": {{i}}, "name": "minutes" } }""";
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await Client.PostAsync(new Uri("/v1/feedback", UriKind.Relative), content);
            if (response.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable) return null;
            response.EnsureSuccessStatusCode();
            return (await Samples.JsonAsync(response)).GetProperty("outcome").GetString();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The value of a metric of /metrics, summed over its labels.</summary>
    public async Task<double> MetricAsync(string name) => (await Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{')
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
        Client.Dispose();
    }
}
