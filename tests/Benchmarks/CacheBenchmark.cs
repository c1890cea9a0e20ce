using System.Diagnostics;

namespace RoomTypes.Benchmarks;

/// <summary>The published service with and without answers kept in its memory, on the same pictures, in turns.</summary>
internal static class CacheBenchmark
{
    private const int Rounds = 5;
    private const int Warm = 200;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static IEnumerable<string> Run(string published)
    {
        using var service = PublishedService.Start(published, out _, "--RoomType:Cache:Level=memory");
        var misses = Pipeline.Pictures.Select(Connection.Post).ToArray();
        var hits = Pipeline.Pictures.Select(picture => Connection.Post(picture, "image/jpeg", mayBeKept: true)).ToArray();
        var clients = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Connection(service.Port)).ToArray();
        for (var i = 0; i < Warm; i++) Send(clients[0], hits, i);

        var (hit, miss, times) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            miss.Add(Rate(clients, misses));
            hit.Add(Rate(clients, hits));
            Measure.RatePerSecond(1, Turn, _ => i =>
            {
                var start = Stopwatch.GetTimestamp();
                Send(clients[0], hits, i);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            });
        }

        foreach (var client in clients) client.Dispose();
        yield return $"| {clients.Length} connections, the client on the same {Environment.ProcessorCount} cores, medians of {Rounds} turns of {Turn.TotalSeconds:0} s | |";
        yield return "|---|---|";
        yield return $"| answers a second of kept pictures, and of pictures that are worked out | {Measure.Median(hit):0}, {Measure.Median(miss):0}: ratio {Measure.Median(hit.Zip(miss, (h, m) => h / m)):0.0} (target 20) |";
        yield return $"| one connection, a kept picture: median, p99 | {Measure.Median(times):0.000}, {Measure.Percentile(times, 0.99):0.000} ms (target of the median 0.300) |";
    }

    private static double Rate(Connection[] clients, byte[][] requests) => Measure.RatePerSecond(clients.Length, Turn, thread => i => Send(clients[thread], requests, i + thread));

    private static void Send(Connection client, byte[][] requests, int i)
    {
        if (client.Send(requests[i % requests.Length]) != 200) throw new InvalidOperationException("A picture was refused.");
    }
}
