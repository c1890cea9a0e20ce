using System.Diagnostics;

namespace RoomTypes.Benchmarks;

/// <summary>Medians of repeated measurements.</summary>
internal static class Measure
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The value that the share of all is not above.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    /// <summary>Times an action over and over, after a warm-up, and gives the median in milliseconds.</summary>
    public static double MillisecondsEach(Action<int> action, int count)
    {
        for (var i = 0; i < count / 4; i++) action(i);
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Median(times);
    }

    /// <summary>Runs one loop on each of several threads for a while and gives the iterations a second of all together.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="duration">How long.</param>
    /// <param name="start">Makes a thread's loop body; it gets the number of the iteration.</param>
    public static double RatePerSecond(int threads, TimeSpan duration, Func<int, Action<int>> start)
    {
        var counts = new long[threads];
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var begin = Stopwatch.GetTimestamp();
        var running = Enumerable.Range(0, threads).Select(thread =>
        {
            var body = start(thread);
            var runner = new Thread(() =>
            {
                while (Stopwatch.GetTimestamp() < until) body((int)counts[thread]++);
            });
            runner.Start();
            return runner;
        }).ToList();
        foreach (var runner in running) runner.Join();
        return counts.Sum() / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
