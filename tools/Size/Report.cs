using System.Globalization;
using Rendering;
using RoomTypes.Pricing;
using Spectre.Console;

namespace RoomTypes.Size;

/// <summary>Sizes as tables.</summary>
public static class Report
{
    /// <summary>Writes what was measured and what it makes of each size.</summary>
    public static void Write(IAnsiConsole console, Sizing sizing)
    {
        console.WritePlainLine($"Measured on {sizing.Machine} ({sizing.Processor}), one picture a request:");
        console.WritePlain(Measured(sizing.Points));
        console.WritePlainLine($"By size, USD of list prices ({sizing.Prices}), compute alone: no gateway, balancer, logs, EKS control plane, or GB through an endpoint.");
        console.WritePlain(Sizes(sizing.Rows));
        console.WritePlainLine($"What runs all the time is counted at {100 * Sizing.UsualLoad:0}% of full load. * told from smaller sizes. ! too little memory: the measured peak and a quarter more do not fit.");
    }

    private static Table Measured(IReadOnlyList<Point> points)
    {
        var table = Right(new Table().AddColumns("vCPU", "pictures a second", "alone ms", "p99 ms at full load", "CPU ms a picture", "peak MB"));
        foreach (var point in points)
            table.AddRow(Text(point.Vcpus, "0.##"), Text(point.PerSecond, "0.0"), Text(point.AloneMilliseconds, "0.0"), Text(point.P99Milliseconds, "0"), Text(point.CpuMilliseconds, "0.0"), Text(point.PeakMegabytes, "0"));
        return table;
    }

    private static Table Sizes(IReadOnlyList<Row> rows)
    {
        var monthly = rows.Any(row => row.Count is not null);
        var table = new Table().AddColumns("host", "size", "vCPU", "GB", "pictures a second", "USD a million");
        if (monthly) table.AddColumns("how many", "USD a month");
        foreach (var column in Right(table).Columns.Take(2)) column.LeftAligned();
        foreach (var row in rows)
        {
            string[] cells = [row.Host, row.Name, Text(row.Vcpus, "0.##"), Text(row.Gigabytes, "0.#") + (row.HasMemory ? "" : " !"), Text(row.PerSecond, "0.0") + (row.IsBeyondMeasured ? " *" : ""), Text(row.PerMillion, "0.00")];
            table.AddRow(monthly ? [.. cells, $"{row.Count}", Text(row.PerMonth ?? 0, "0.00")] : cells);
        }

        return table;
    }

    private static Table Right(Table table)
    {
        foreach (var column in table.Columns) column.RightAligned();
        return table;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
