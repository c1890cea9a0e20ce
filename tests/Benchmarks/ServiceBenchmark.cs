
namespace RoomTypes.Benchmarks;

/// <summary>The published service beside a bare loop of decode and run, on the same pictures and cores, in turns.</summary>
internal static class ServiceBenchmark
{
    private const int Rounds = 15;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static IEnumerable<string> Run(Pipeline pipeline, string published)
    {
        var (cores, connections) = (Environment.ProcessorCount, 2 * Environment.ProcessorCount);
        using var service = PublishedService.Start(published, out _);
        var requests = Pipeline.Pictures.Select(Connection.Post).ToArray();
        var clients = Enumerable.Range(0, connections).Select(_ => new Connection(service.Port)).ToArray();
        var workers = Enumerable.Range(0, cores).Select(_ => pipeline.Worker()).ToArray();
        Throughput(clients, requests, Turn);

        var (bare, served, alone, single) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(Measure.RatePerSecond(cores, Turn, thread => i => workers[thread].Run(pipeline.Job(i + thread))));
            served.Add(Throughput(clients, requests, Turn));
            alone.Add(1000 / Measure.RatePerSecond(1, Turn, _ => i => workers[0].Run(pipeline.Job(i))));
            single.Add(1000 / Throughput(clients[..1], requests, Turn));
        }

        yield return $"| service against bare loop, medians of {Rounds} turns of {Turn.TotalSeconds:0} s each | service | bare loop | |";
        yield return "|---|---|---|---|";
        yield return $"| pictures a second, {connections} connections and {cores} workers on {cores} cores | {Measure.Median(served):0} | {Measure.Median(bare):0} | ratio {Measure.Median(served.Zip(bare, (s, b) => s / b)):0.00} |";
        yield return $"| ms a picture, one connection | {Measure.Median(single):0.00} | {Measure.Median(alone):0.00} | overhead {Measure.Median(single.Zip(alone, (s, b) => s - b)):0.00} ms |";
        foreach (var client in clients) client.Dispose();
        foreach (var worker in workers) worker.Dispose();
    }

    /// <summary>Requests a second over all connections; the client's own work runs on the same cores.</summary>
    private static double Throughput(Connection[] clients, byte[][] requests, TimeSpan duration) =>
        Measure.RatePerSecond(clients.Length, duration, thread => i =>
        {
            var status = clients[thread].Send(requests[(i + thread) % requests.Length]);
            if (status != 200) throw new InvalidOperationException($"The service answered {status}.");
        });
}
