using System.Diagnostics;
using Hosting.Tests.Http;

namespace RoomTypes.Benchmarks;

/// <summary>SIGTERM under load, with clients that keep connecting: what of what was let in is not answered, and how long the end takes.</summary>
internal static class ShutdownBenchmark
{
    private const int Trials = 20;
    private const int Clients = 16;
    private const int DrainSeconds = 1;
    private const int GraceSeconds = 10;

    public static IEnumerable<string> Run(string published)
    {
        var (answered, lost, ends, codes) = (0, new List<string>(), new List<double>(), new List<int>());
        for (var trial = 0; trial < Trials; trial++)
        {
            using var service = PublishedService.Start(published, out _, $"--RoomType:Http:DrainSeconds={DrainSeconds}", $"--RoomType:Http:GraceSeconds={GraceSeconds}");
            var clients = new ConnectingClients(new Uri($"http://127.0.0.1:{service.Port}"), Connection.Post(Pipeline.Pictures[trial % Pipeline.Pictures.Count]));
            var running = clients.RunAsync(Clients);
            while (clients.Answered < 2 * Clients) Thread.Sleep(10);
            var start = Stopwatch.GetTimestamp();
            codes.Add(service.Terminate());
            ends.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            running.GetAwaiter().GetResult();
            answered += clients.Answered;
            lost.AddRange(clients.Lost);
        }

        yield return $"| SIGTERM under the load of {Clients} clients that connect anew for each request, {Trials} trials | |";
        yield return "|---|---|";
        yield return $"| connections let in and answered with 200 | {answered} |";
        yield return $"| let in and not answered so | {lost.Count} (target 0) {string.Join(", ", lost.GroupBy(what => what).Select(what => $"{what.Count()} times '{what.Key}'"))} |";
        yield return $"| from the signal to the end: median, longest | {Measure.Median(ends):0.0}, {ends.Max():0.0} s (bound {DrainSeconds + GraceSeconds}) |";
        yield return $"| exit codes | {string.Join(", ", codes.Distinct())} |";
    }
}
