using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Rendering;
using RoomTypes.Configuration;
using RoomTypes.Events;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Files;
using RoomTypes.Experiments.Results;
using RoomTypes.Hosting;
using RoomTypes.Lakes;
using Spectre.Console;

namespace RoomTypes.Reporting;

/// <summary>./run experiment plan: what an experiment will see, before it starts.</summary>
internal static class PlanCommand
{
    private const int Failed = 2;

    public static Command Make()
    {
        var name = new Argument<string>("NAME") { Description = "The experiment of the experiments file" };
        var days = new Option<double>("--days") { Description = "How many of the last days are looked at, over 0", DefaultValueFactory = _ => 28 };
        var command = new Command("plan", "Tells the entities and days that an experiment needs and the smallest effect it sees, from what the event store knows of the last days. The store and the experiments file are the service's: RoomType__Events__Store, RoomType__Experiments__File and so on.") { name, days };
        command.SetAction((arguments, cancellation) => RunAsync(arguments.GetRequiredValue(name), arguments.GetValue(days), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string name, double days, CancellationToken cancellationToken)
    {
        try
        {
            var options = ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            if (!(days > 0 && days <= options.Events.RetentionDays)) return Fail($"--days is {days}; allowed is over 0 and at most {options.Events.RetentionDays}, which is how long events are kept.");
            var experiments = ExperimentFile.Read(options.Experiments.File).Select(feature => feature.Experiment).OfType<Experiment>().ToList();
            if (experiments.Find(experiment => experiment.Name == name) is not { } found) return Fail($"There is no experiment '{name}' in {options.Experiments.File}; allowed is {string.Join(", ", experiments.Select(experiment => experiment.Name))}.");
            await using var store = ServiceStore.Open(options);
            if (await new PowerPlanner(store).PlanAsync(found, DateTimeOffset.UtcNow, days, cancellationToken) is not { } plan) return Fail($"Nobody was answered in the last {days:0.#} days: there is no history to plan by. Requests need an entity_id.");
            Write(AnsiConsole.Console, plan);
            return 0;
        }
        catch (Exception exception) when (exception is EventStoreException or InvalidSettingsException or ExperimentFileException)
        {
            return Fail(exception.Message);
        }
    }

    /// <summary>A table a metric: the smallest effect by length, then what the plan's own needs.</summary>
    internal static void Write(IAnsiConsole console, PowerPlan plan)
    {
        var taking = (100 * plan.Part).ToString("0.#", CultureInfo.InvariantCulture);
        console.WritePlainLine($"{plan.Experiment.Name}: {Numbers.Count(plan.Entities)} entities were answered in the last {plan.HistoryDays.ToString("0.#", CultureInfo.InvariantCulture)} days; {taking}% of such take part{(plan.Experiment.Segment is { } segment ? $", as far as they are in '{segment.Name}'" : "")}.");
        foreach (var metric in plan.Metrics)
        {
            if (metric.Steps.Count == 0)
            {
                console.WritePlainLine($"{metric.Metric.Name}: nobody had a value.");
                continue;
            }

            console.WritePlain(Table(metric));
            var explained = metric.VarianceExplained > 0.005 ? $"; the past explains {(100 * metric.VarianceExplained).ToString("0", CultureInfo.InvariantCulture)}% of the variance" : "";
            console.WritePlainLine($"[grey]found in 4 of 5 cases; it was {Number(metric, metric.Value)}{explained}[/]");
            if (metric.Needs is { } needs) console.WritePlainLine($"A difference of {Number(metric, metric.Smallest!.Value)} takes {Takes(needs.OneLook)} looked at once, {Takes(needs.PlannedEnd)} with it as the planned end, {Takes(needs.AnyTime)} without one.");
        }
    }

    private static Table Table(MetricPlan metric)
    {
        var table = new Table().Title(PlainMarkup.Of($"{metric.Metric.Name}: the smallest difference that is found")).Border(TableBorder.Rounded)
            .AddColumns("days", "entities", "at one look", "planned end", "any time");
        foreach (var step in metric.Steps) table.AddRow(Numbers.Count(step.Days), Numbers.Count(step.Entities), Number(metric, step.OneLook), Number(metric, step.PlannedEnd), Number(metric, step.AnyTime));
        return table;
    }

    private static string Takes(PlanStep? step) => step is null ? "over two years" : $"{Numbers.Count(step.Days)} days ({Numbers.Count(step.Entities)} entities)";

    private static string Number(MetricPlan metric, double value) =>
        metric.IsShare ? $"{(100 * value).ToString("0.00", CultureInfo.InvariantCulture)}%" : value.ToString("G3", CultureInfo.InvariantCulture);

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return Failed;
    }
}
