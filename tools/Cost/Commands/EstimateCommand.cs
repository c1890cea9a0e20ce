using System.CommandLine;
using Rendering;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Plans;
using RoomTypes.Cost.Reports;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.Commands;

/// <summary><c>./run cost STACK</c>: what a month costs on every backend.</summary>
internal static class EstimateCommand
{
    private const int OverBudget = 3;

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var (inputs, backend, most, format, chart) = (
            new Inputs(),
            new Option<string?>("--backend") { Description = "Only this backend; default: all, side by side" },
            new Option<double?>("--max") { Description = "Ends with 3 where the stack, on --backend or its own, costs more USD a month than this" },
            new Option<string>("--format") { Description = "table, json (as Infracost's) or markdown", DefaultValueFactory = _ => "table" },
            new Option<string?>("--chart") { Description = "Where to write what each backend costs by requests a second, as an SVG" });
        format.AcceptOnlyFromAmong("table", "json", "markdown");
        var command = new Command("cost", "What a stack costs a month, by part, on every backend: from what it would create, measured times and list prices.")
            { inputs.Stack, backend, inputs.Rps, inputs.Day, inputs.Fleet, inputs.Megabytes, most, format, chart, inputs.Region, inputs.Curve, inputs.Project, inputs.Program };
        command.SetAction((arguments, cancellation) => Failures.TellAsync(async () =>
        {
            var (work, stack, measured) = (inputs.Workload(arguments), arguments.GetRequiredValue(inputs.Stack), new Measured(Measurement.Read(arguments.GetRequiredValue(inputs.Curve))));
            if (arguments.GetValue(most) is { } limit && !(limit >= 0 && double.IsFinite(limit))) throw new CostException(FormattableString.Invariant($"--max is '{limit}'; allowed is a number of USD from 0 on."));
            var planner = new Planner(arguments.GetRequiredValue(inputs.Project), arguments.GetRequiredValue(inputs.Program));
            var own = arguments.GetValue(backend) ?? planner.BackendOf(stack);
            var plans = await Inputs.PlansAsync(planner, stack, arguments.GetValue(backend), cancellation);
            List<Estimate> estimates = [.. plans.Select(plan => Inputs.Estimate(plan, work, arguments.GetValue(inputs.Region), measured))];
            Write(arguments.GetRequiredValue(format), estimates, measured);
            if (arguments.GetValue(chart) is { } path) await ChartFile.WriteAsync(path, CrossoverChart.Draw(Crossovers.Of(plans, arguments.GetValue(inputs.Region), measured)), cancellation);
            return Check(estimates.Single(estimate => estimate.Situation.Plan.Backend == own), arguments.GetValue(most));
        }));
        return command;
    }

    private static void Write(string format, IReadOnlyList<Estimate> estimates, Measured measured)
    {
        if (format == "json") Console.WriteLine(InfracostJson.Of(estimates, DateTimeOffset.UtcNow));
        else if (format == "markdown") Console.Write(MarkdownReport.Of(estimates, measured));
        else TableReport.Write(Consoles.Output(), estimates, measured);
    }

    private static int Check(Estimate estimate, double? most)
    {
        if (most is not { } limit || estimate.Monthly <= limit) return 0;
        Console.Error.WriteLine(FormattableString.Invariant($"{estimate.Situation.Plan.Stack} on {estimate.Situation.Plan.Backend} costs {estimate.Monthly:N2} USD a month; --max allows {limit:N2}."));
        return OverBudget;
    }
}
