namespace RoomTypes.Benchmarks;

/// <summary>From the start of the process to the first recognised picture, in turns with the peer in Node.</summary>
internal static class StartBenchmark
{
    private const int Starts = 15;

    public static IEnumerable<string> Run(string published, string peer)
    {
        List<double> own = [], others = [];
        List<StartPhases> phases = [];
        for (var i = 0; i < Starts; i++)
        {
            using (var service = PublishedService.Start(published, out var answer))
            {
                own.Add(answer.TotalMilliseconds);
                phases.Add(service.Phases);
            }

            using (PublishedService.StartPeer(peer, published, out var answer)) others.Add(answer.TotalMilliseconds);
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

        yield return $"| this service | {total:0} ({own.Min():0}, {own.Max():0}) | |";
        yield return $"| Fastify, sharp and onnxruntime-node, the same models and picture | {Measure.Median(others):0} ({others.Min():0}, {others.Max():0}) | ratio {total / Measure.Median(others):0.00} |";
    }

    private static IEnumerable<(string Name, double At)> Points(List<StartPhases> phases, double total) =>
    [
        ("runtime", Measure.Median(phases.Select(phase => phase.Runtime))),
        ("host built, while the models begin to load", Measure.Median(phases.Select(phase => phase.Host))),
        ("server listening, both models loaded and run once", Measure.Median(phases.Select(phase => phase.Ready))),
        ("first picture", total),
    ];
}
