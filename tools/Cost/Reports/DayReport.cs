using System.Globalization;
using Rendering;
using RoomTypes.Cost.Days;
using RoomTypes.Simulation.Hosts;
using Spectre.Console;

namespace RoomTypes.Cost.Reports;

/// <summary>Simulated days side by side, as a table for a console: a column a backend.</summary>
internal static class DayReport
{
    private static readonly (string Name, Func<SimulatedDay, string> Value)[] Rows =
    [
        ("size", day => $"{Number(day.Host.Vcpus)} vCPU, {Number(day.Host.Gigabytes)} GB"),
        ("answers: p50 in ms", day => Milliseconds(day, 50)),
        ("p90", day => Milliseconds(day, 90)),
        ("p99", day => Milliseconds(day, 99)),
        ("p99.9", day => Milliseconds(day, 99.9)),
        ("429 of the gateway, %", day => Percent(day.Day.Share(Fate.Throttled))),
        ("429 of the service or its host, %", day => Percent(day.Day.Share(Fate.Refused))),
        ("waited for a start, %", day => Percent(day.Day.Share(Fate.Started))),
        ("run on average, at most", day => $"{Number(day.Day.MeanRunning)}, {day.Day.MostRunning}"),
        ("idle of what is paid, %", day => day.Idle is { } idle ? Percent(idle) : "none"),
        ("USD a month", day => day.Cost.Monthly.ToString("N2", CultureInfo.InvariantCulture)),
    ];

    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="days">A backend each, in the order of the columns.</param>
    /// <param name="found">What meets the objective, where there is one.</param>
    /// <param name="inputs">How they were simulated.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<SimulatedDay> days, IReadOnlyList<(string Backend, Recommendation? Settings)> found, DayInputs inputs)
    {
        console.WritePlainLine($"{days[0].Plan.Stack}: {days[0].Day.Requests.ToString("N0", CultureInfo.InvariantCulture)} requests in {Number(inputs.Demand.Length / 3600)} hours, at most {inputs.Demand.MostInASecond} in a second");
        console.WritePlain(Table(days));
        foreach (var (backend, settings) in found)
        {
            if (settings is null)
            {
                console.WritePlainLine($"{backend}: no size that its settings allow meets the objective.");
                continue;
            }

            console.WritePlainLine($"{backend}, the cheapest that meets the objective:");
            console.WritePlain(Table([settings.Day]));
            foreach (var (name, value) in settings.Settings) console.WritePlainLine($"  pulumi config set {name} {value}");
        }

        console.WritePlainLine($"{inputs.Measured.Told(days[0].Host.Processor)}");
        console.WritePlainLine($"The network, the gateway's own time and callers who try again are not in it; docs/sizing.md says what is assumed of starts and scaling.");
    }

    private static Table Table(IReadOnlyList<SimulatedDay> days)
    {
        var table = new Table().AddColumns(["", .. days.Select(day => day.Plan.Backend)]);
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var (name, value) in Rows) table.AddRow([name, .. days.Select(value)]);
        return table;
    }

    private static string Milliseconds(SimulatedDay day, double percent) => double.IsNaN(day.Day.Milliseconds(percent)) ? "none" : day.Day.Milliseconds(percent).ToString("N1", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
