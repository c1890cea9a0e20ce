using System.Diagnostics;
using RoomTypes.Simulation;
using RoomTypes.Simulation.Asked;
using RoomTypes.Simulation.Hosts;

namespace RoomTypes.Benchmarks;

/// <summary>
/// The simulator beside the published service on one core, its clients on the other: pictures are timed alone first, as <c>./run size</c> does,
/// and what the simulator makes of them is held against what the service does when requests come at random times.
/// </summary>
internal static class SimulationBenchmark
{
    private const int Turns = 3;
    private const int Alone = 400;
    private const int TimesKept = 20;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);
    private static readonly double[] Loads = [0.3, 0.5, 0.7];

    public static IEnumerable<string> Run(string published)
    {
        using var service = PublishedService.StartOnOneCore(published);
        var requests = Pipeline.Pictures.Select(Connection.Post).ToArray();
        yield return $"| requests a second, of what a core answers; {Turns} turns of {Length.TotalSeconds:0} s | p50 ms: simulated, measured, ratio | p99 ms: simulated, measured, ratio (target 0.8 to 1.2) |";
        yield return "|---|---|---|";
        foreach (var load in Loads)
        {
            var turns = Enumerable.Range(0, Turns).Select(turn => Turn(service.Port, requests, load)).ToList();
            yield return $"| {Measure.Median(turns.Select(turn => turn.Rate)):0}, {load:0%} | {Told(turns, 0)} | {Told(turns, 1)} |";
        }
    }

    /// <summary>Times alone and at full load, before and after those at the load: the machine's speed changes.</summary>
    private static (double Rate, double[] Simulated, double[] Measured) Turn(int port, byte[][] requests, double load)
    {
        var (alone, capacity) = (TimesAlone(port, requests), OverloadBenchmark.Capacity(port, requests));
        var rate = load * capacity;
        var loop = new OpenLoop(port, requests, rate, Length);
        loop.RunAsync().GetAwaiter().GetResult();
        var seconds = loop.Answers.Where(answer => answer.Status == 200).Select(answer => answer.Seconds * 1000).ToList();
        alone.AddRange(TimesAlone(port, requests));
        var mean = ((1 / capacity) + (1 / OverloadBenchmark.Capacity(port, requests))) / 2;
        var added = Math.Max(0, alone.Average() - mean);
        var spread = Enumerable.Range(0, TimesKept).Select(i => Measure.Percentile(alone, (i + 0.5) / TimesKept)).ToList();
        var fleet = new Containers(new(1, mean, 1, 1, 0), new NoScaling());
        var day = Day.Simulate(Arrivals.Poisson(_ => rate, 3_600, 1), PictureTimes.Of(mean, spread), added, fleet, 3_600, 1);
        return (rate, [day.Milliseconds(50), day.Milliseconds(99)], [Measure.Median(seconds), Measure.Percentile(seconds, 0.99)]);
    }

    private static List<double> TimesAlone(int port, byte[][] requests)
    {
        using var connection = new Connection(port);
        var times = new List<double>();
        for (var i = 0; i < Alone; i++)
        {
            var start = Stopwatch.GetTimestamp();
            connection.Send(requests[i % requests.Length]);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return times;
    }

    private static string Told(List<(double Rate, double[] Simulated, double[] Measured)> turns, int which) =>
        $"{Measure.Median(turns.Select(turn => turn.Simulated[which])):0.0}, {Measure.Median(turns.Select(turn => turn.Measured[which])):0.0}, {Measure.Median(turns.Select(turn => turn.Simulated[which] / turn.Measured[which])):0.00}";
}
