namespace RoomTypes.Benchmarks;

/// <summary>From the start of the process to the first recognised picture.</summary>
internal static class StartBenchmark
{
    private const int Starts = 15;

    public static IEnumerable<string> Run(string published)
    {
        var times = Enumerable.Range(0, Starts).Select(_ =>
        {
            using var service = PublishedService.Start(published, out var firstAnswer);
            return firstAnswer.TotalMilliseconds;
        }).ToList();
        yield return $"| process start to first recognised picture, {Starts} starts | ms |";
        yield return "|---|---|";
        yield return $"| median | {Measure.Median(times):0} |";
        yield return $"| fastest and slowest | {times.Min():0} and {times.Max():0} |";
    }
}
