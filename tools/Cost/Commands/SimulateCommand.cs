using System.CommandLine;
using System.Globalization;
using Rendering;
using RoomTypes.Cost.Days;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Plans;
using RoomTypes.Cost.Reports;
using RoomTypes.Pricing;
using RoomTypes.Simulation.Asked;

namespace RoomTypes.Cost.Commands;

/// <summary><c>./run simulate STACK</c>: what every backend does with a day's requests.</summary>
internal static class SimulateCommand
{
    private const int Missed = 3;

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var inputs = new Inputs();
        var backend = new Option<string?>("--backend") { Description = "Only this backend; default: all, side by side" };
        var trace = new Option<string?>("--trace") { Description = "A file of recorded requests: a line each, in seconds or as a time" };
        var burst = new Option<string[]>("--burst") { Description = "FACTORxSECONDS@TIMES: so many times as much, for so long, about so many times a day, such as 5x60@24; may be given again" };
        var p99 = new Option<double?>("--p99") { Description = "Milliseconds that at most one answer in a hundred may be over: tells the cheapest settings for it, and ends with 3 where a backend has none" };
        var refused = new Option<double?>("--refused") { Description = "The most that may get 429, in percent: as --p99; default with it: 0.1" };
        var start = new Option<double?>("--start") { Description = "Seconds from when one more is wanted until it takes requests; default: what docs/sizing.md says of the host" };
        var seed = new Option<int>("--seed") { Description = "Another day of the same kind", DefaultValueFactory = _ => 1 };
        var format = new Option<string>("--format") { Description = "table or json", DefaultValueFactory = _ => "table" };
        var chart = new Option<string?>("--chart") { Description = "Where to write the day by five minutes, as an SVG" };
        format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("simulate", "What a stack does with a day's requests on every backend: how long answers take, what is refused, what runs, what it costs.")
            { inputs.Stack, backend, inputs.Rps, inputs.Day, inputs.Fleet, trace, burst, inputs.Megabytes, p99, refused, start, seed, format, chart, inputs.Region, inputs.Curve, inputs.Project, inputs.Program };
        command.SetAction((arguments, cancellation) => Failures.TellAsync(async () =>
        {
            var (stack, measured) = (arguments.GetRequiredValue(inputs.Stack), new Measured(Measurement.Read(arguments.GetRequiredValue(inputs.Curve))));
            var demand = Asked(inputs, arguments, arguments.GetValue(trace), arguments.GetValue(burst) ?? [], arguments.GetValue(seed));
            var objective = Wanted(arguments.GetValue(p99), arguments.GetValue(refused));
            var how = new DayInputs(demand, measured, arguments.GetValue(inputs.Region), Seconds(arguments.GetValue(start)), arguments.GetValue(seed));
            var planner = new Planner(arguments.GetRequiredValue(inputs.Project), arguments.GetRequiredValue(inputs.Program));
            List<SimulatedDay> days = [.. (await Inputs.PlansAsync(planner, stack, arguments.GetValue(backend), cancellation)).Select(plan => SimulatedDay.Of(plan, how))];
            var found = new List<(string Backend, Recommendation? Settings)>();
            if (objective is not null)
            {
                foreach (var day in days) found.Add((day.Plan.Backend, await Recommendation.OfAsync(day.Plan, settings => planner.MakeAsync(stack, day.Plan.Backend, settings, cancellation), objective, how)));
            }

            if (arguments.GetRequiredValue(format) == "json") Console.WriteLine(DayJson.Of(days, found));
            else DayReport.Write(Consoles.Output(), days, found, how);
            if (arguments.GetValue(chart) is { } path) await ChartFile.WriteAsync(path, DayChart.Draw(days), cancellation);
            return found.Any(one => one.Settings is null) ? Missed : 0;
        }));
        return command;
    }

    private static Demand Asked(Inputs inputs, ParseResult arguments, string? trace, string[] bursts, int seed)
    {
        if (trace is null) return Demand.Of(inputs.Workload(arguments), [.. bursts.Select(Burst)], seed);
        if (arguments.GetValue(inputs.Rps) is not null || arguments.GetValue(inputs.Day) is not null || arguments.GetValue(inputs.Fleet) is not null || bursts.Length > 0)
            throw new CostException("--trace says what is asked, and so do --rps, --day, --fleet and --burst: give the one or the others.");
        return Demand.Of(Arrivals.Trace(trace), arguments.GetValue(inputs.Megabytes));
    }

    private static Bursts Burst(string text)
    {
        var parts = text.Split('x', '@');
        return parts.Length == 3 && Number(parts[0]) is >= 1 and <= 1000 and var factor && Number(parts[1]) is > 0 and <= Arrivals.SecondsOfDay and var seconds && Number(parts[2]) is > 0 and <= 1000 and var times
            ? new(factor, seconds, times)
            : throw new CostException($"--burst is '{text}'; allowed is FACTORxSECONDS@TIMES, such as 5x60@24: 1 to 1000 times as much, for up to a day, up to 1000 times a day.");

        static double Number(string part) => double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }

    private static Objective? Wanted(double? p99, double? refused)
    {
        const double UsualRefused = 0.1;
        if (p99 is { } time && !(time > 0 && double.IsFinite(time))) throw new CostException(FormattableString.Invariant($"--p99 is '{time}'; allowed is a number of milliseconds over 0."));
        if (refused is { } share && share is not (>= 0 and <= 100)) throw new CostException(FormattableString.Invariant($"--refused is '{share}'; allowed are 0 to 100, in percent."));
        return p99 is null && refused is null ? null : new(p99, refused ?? UsualRefused);
    }

    private static double? Seconds(double? start) => start is null or (>= 0 and <= 3600)
        ? start
        : throw new CostException(FormattableString.Invariant($"--start is '{start}'; allowed are 0 to 3600 seconds."));
}
