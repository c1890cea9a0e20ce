using System.Diagnostics;

namespace RoomTypes.Benchmarks;

/// <summary>
/// From the start of the process to the first recognised picture, in turns with the peer in Node, and with a program in Node that does the
/// least: it tells how fast the machine is at the moment.
/// </summary>
internal static class StartBenchmark
{
    private const int Starts = 15;

    public static IEnumerable<string> Run(string published, string peer)
    {
        List<double> own = [], others = [], least = [];
        List<StartPhases> phases = [];
        for (var i = 0; i < Starts; i++)
        {
            using (var service = PublishedService.Start(published, out var answer))
            {
                own.Add(answer.TotalMilliseconds);
                phases.Add(service.Phases);
            }

            using (PublishedService.StartPeer(peer, published, out var answer)) others.Add(answer.TotalMilliseconds);
            least.Add(Least(peer, published));
        }

        var total = Measure.Median(own);
        yield return $"| process start to first recognised picture, median of {Starts} in turns (fastest, slowest) | ms | share |";
        yield return "|---|---|---|";
        double before = 0;
        foreach (var (name, at) in Points(phases, total))
        {
            yield return $"| {name} | {at - before:0} | {(at - before) / total:0%} |";
            before = at;
        }

        yield return $"| this service | {Range(own)} | |";
        yield return $"| Fastify, sharp and onnxruntime-node, the same models and picture | {Range(others)} | ratio {total / Measure.Median(others):0.00} |";
        yield return $"| Node and onnxruntime-node with room-type@2 alone, run once, no server and no picture | {Range(least)} | ratio {total / Measure.Median(least):0.00} |";
    }

    private static string Range(List<double> times) => $"{Measure.Median(times):0} ({times.Min():0}, {times.Max():0})";

    private static double Least(string peer, string published)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start("node", [Path.Combine(Path.GetDirectoryName(peer)!, "bare.mjs"), Path.Combine(published, "models")]);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"node ended with {process.ExitCode}.");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static IEnumerable<(string Name, double At)> Points(List<StartPhases> phases, double total) =>
    [
        ("runtime", Measure.Median(phases.Select(phase => phase.Runtime))),
        ("host built, while the models begin to load", Measure.Median(phases.Select(phase => phase.Host))),
        ("server listening, both models loaded and run once", Measure.Median(phases.Select(phase => phase.Ready))),
        ("first picture", total),
    ];
}
