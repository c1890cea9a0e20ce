using System.Globalization;
using HdrHistogram;
using Rendering;
using Spectre.Console;

namespace RoomTypes.Load;

/// <summary>A load as a table.</summary>
public static class Report
{
    /// <summary>The percentiles that are told.</summary>
    public static readonly double[] Percentiles = [50, 90, 99, 99.9, 100];

    /// <summary>If requests are later than this, the machine of this program is at its end and not the service.</summary>
    private const double MostLagMilliseconds = 10;

    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, Measurement measured)
    {
        var table = new Table().AddColumns("status", "answers", "a second", "p50 ms", "p90", "p99", "p99.9", "longest");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var (status, times) in measured.Times.OrderBy(pair => pair.Key)) table.AddRow([$"{status}", Text(times.TotalCount), Text(times.TotalCount / measured.Shape.Length.TotalSeconds), .. Row(times)]);
        console.Write(table);
        foreach (var (why, count) in measured.Failures) console.WritePlainLine($"[red]{count} without an answer:[/] {why}");
        console.WritePlainLine($"{measured.Requests} requests, {Text(measured.Shape.Rate)} a second for {Text(measured.Shape.Length.TotalSeconds)} s; times count from when a request was due.");
        if (measured.Times.TryGetValue(429, out var refused)) console.WritePlainLine($"Of {refused.TotalCount} answers 429, {measured.WithRetryAfter} had Retry-After.");
        var lag = Milliseconds(measured.Lag, 99);
        if (lag > MostLagMilliseconds) console.WritePlainLine($"[yellow]Requests were sent late (p99 {Text(lag)} ms): this machine, and not only the service, is at its end. Send fewer, or from elsewhere.[/]");
    }

    /// <summary>A percentile in milliseconds.</summary>
    public static double Milliseconds(HistogramBase times, double percentile) => times.TotalCount == 0 ? 0 : times.GetValueAtPercentile(percentile) / 1000.0;

    private static IEnumerable<string> Row(HistogramBase times) => Percentiles.Select(percentile => Text(Milliseconds(times, percentile)));

    private static string Text(double value) => value.ToString(value < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
