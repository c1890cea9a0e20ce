using System.Diagnostics;

namespace RoomTypes.Benchmarks;

/// <summary>
/// The published service under several times what it can do. Requests come when they are due, whatever becomes of those before (an open loop):
/// callers who wait for their answers would bring no more than the service takes. It has one core, and its clients the others: at five times the
/// capacity these would else take a part of its cores that no service has to give.
/// </summary>
internal static class OverloadBenchmark
{
    private const int Times = 5;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Moderate = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LivenessInterval = TimeSpan.FromMilliseconds(20);

    public static IEnumerable<string> Run(string published)
    {
        using var service = PublishedService.StartOnOneCore(published);
        var requests = Pipeline.Pictures.Select(Connection.Post).ToArray();
        var capacity = Capacity(service.Port, requests);
        var idle = Ask(service.Port, TimeSpan.FromSeconds(3));
        var (half, full) = (Answers(service.Port, requests, capacity / 2), Answers(service.Port, requests, capacity));
        var load = new OpenLoop(service.Port, requests, Times * capacity, Length);
        var running = load.RunAsync();
        var live = Ask(service.Port, Length);
        running.GetAwaiter().GetResult();

        var answers = load.Answers.ToList();
        var (good, refused, most) = (Seconds(answers, 200), Seconds(answers, 429), Measure.Percentile(Seconds(full, 200), 0.99));
        yield return $"| {capacity / 2:0} requests a second, half of what a core answers: what the service adds to waiting, decoding and inference: median, p99 | {Measure.Median(Added(half)):0.00}, {Measure.Percentile(Added(half), 0.99):0.00} ms (target p99 1.00) |";
        yield return "|---|---|";
        yield return $"| {capacity:0} requests a second, all of it: time of a 200: median, p99, longest; 429 | {Spread(Seconds(full, 200))} s; {full.Count(answer => answer.Status == 429)} |";
        yield return "";
        yield return $"| {Times * capacity:0} requests a second for {Length.TotalSeconds:0} s, {Times} times what a core answers, {answers.Count} together | |";
        yield return "|---|---|";
        yield return $"| answered with 200, a second | {good.Count / Length.TotalSeconds:0} of {capacity:0}: ratio {good.Count / Length.TotalSeconds / capacity:0.00} (target 0.9) |";
        yield return $"| time of a 200: median, p99, longest | {Spread(good)} s (deadline 25; target p99 {2 * most:0.000}, twice that of all of it) |";
        yield return $"| 429, of them with Retry-After | {refused.Count}, {answers.Count(answer => answer is { Status: 429, HasRetryAfter: true })} |";
        yield return $"| time of a 429: median, p99, longest | {Spread(refused)} s |";
        yield return $"| any other status, and no answer | {answers.Count(answer => answer.Status is not (200 or 429))}, {load.Failures} |";
        yield return $"| the last answer, after the last request | {load.LastAnswer.TotalSeconds:0.0} s |";
        yield return $"| `GET /health/live` beside it, on new connections: median, p99, longest of {live.Count} | {Spread(live)} s (target p99 0.050) |";
        yield return $"| the same without load, of {idle.Count} | {Spread(idle)} s |";
        yield return $"| highest resident memory | {service.ResidentMegabytes.Peak:0} MB |";
    }

    private static List<TimedAnswer> Answers(int port, byte[][] requests, double rate)
    {
        var load = new OpenLoop(port, requests, rate, Moderate);
        load.RunAsync().GetAwaiter().GetResult();
        return [.. load.Answers];
    }

    private static IEnumerable<double> Added(List<TimedAnswer> answers) => answers.Where(answer => answer.Status == 200).Select(answer => answer.AddedMilliseconds);

    public static double Capacity(int port, byte[][] requests)
    {
        var clients = Enumerable.Range(0, 2).Select(_ => new Connection(port)).ToArray();
        var rate = Measure.RatePerSecond(clients.Length, TimeSpan.FromSeconds(5), thread => i => clients[thread].Send(requests[(i + thread) % requests.Length]));
        foreach (var client in clients) client.Dispose();
        return rate;
    }

    private static List<double> Seconds(List<TimedAnswer> answers, int status) => [.. answers.Where(answer => answer.Status == status).Select(answer => answer.Seconds)];

    private static string Spread(List<double> seconds) => seconds.Count == 0
        ? "none"
        : $"{Measure.Median(seconds):0.000}, {Measure.Percentile(seconds, 0.99):0.000}, {seconds.Max():0.000}";

    /// <summary>Asks for liveness as a kubelet does: on a connection of its own each time.</summary>
    private static List<double> Ask(int port, TimeSpan length)
    {
        var request = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();
        var times = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            var asked = Stopwatch.GetTimestamp();
            using (var connection = new Connection(port))
            {
                if (connection.Send(request) != 200) throw new InvalidOperationException("The service is not live.");
            }

            times.Add(Stopwatch.GetElapsedTime(asked).TotalSeconds);
            Thread.Sleep(LivenessInterval);
        }

        return times;
    }
}
