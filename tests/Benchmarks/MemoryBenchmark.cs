namespace RoomTypes.Benchmarks;

/// <summary>Resident memory over many requests.</summary>
internal static class MemoryBenchmark
{
    private const int Requests = 10_000;
    private const int Steps = 5;

    public static IEnumerable<string> Run(string published)
    {
        using var service = PublishedService.Start(published, out _);
        var requests = Pipeline.Pictures.Select(Connection.Post).ToArray();
        yield return $"| requests, 4 connections | resident MB |";
        yield return "|---|---|";
        yield return $"| 1 | {service.ResidentMegabytes.Now:0} |";
        for (var step = 1; step <= Steps; step++)
        {
            Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, client => Send(service.Port, requests, client, Requests / Steps / 4));
            yield return $"| {Requests * step / Steps} | {service.ResidentMegabytes.Now:0} |";
        }

        yield return $"| highest | {service.ResidentMegabytes.Peak:0} |";
    }

    private static void Send(int port, byte[][] requests, int client, int count)
    {
        using var connection = new Connection(port);
        for (var i = 0; i < count; i++) connection.Send(requests[(i + client) % requests.Length]);
    }
}
