using System.Diagnostics;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Results;

namespace RoomTypes.Tests.Experiments;

/// <summary>What an experiment will see, by histories of which that is known.</summary>
public sealed class PowerPlannerTests : IDisposable
{
    private const int Days = 14;
    private const double Rate = 0.2;

    private static readonly DateTimeOffset End = DateTimeOffset.UtcNow;

    private readonly TemporaryFolder _folder = new();

    private string Store => Path.Combine(_folder.Path, "events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Plan_OfANewEntityEveryTime_IsTheTextbooks()
    {
        const int Entities = 1_400;
        await FillAsync(Entities, i => $"robot-{i}");
        var plan = await PlanAsync(Metric(smallest: 0.05));
        Assert.Equal((Entities, 1.0), (plan.Entities, plan.Part));
        Assert.Equal(Days, plan.HistoryDays, 0.1);
        var metric = Assert.Single(plan.Metrics);
        Assert.Equal(Rate, metric.Value, 1e-3);
        // Two arms of one prediction an entity: 2.8016 standard errors.
        double Effect(double entities) => 2.801585 * Math.Sqrt(4 * Rate * (1 - Rate) / entities);
        foreach (var step in metric.Steps)
        {
            Assert.Equal(step.Days / Days * Entities, step.Entities, 0.02 * step.Entities);
            Assert.Equal(Effect(step.Entities), step.OneLook, 0.02 * step.OneLook);
            Assert.Equal(Math.Sqrt(1.35) * step.OneLook, step.PlannedEnd, 1e-9);
            Assert.True(step.AnyTime > step.PlannedEnd);
        }

        var needed = 4 * Rate * (1 - Rate) * Math.Pow(2.801585 / 0.05, 2);
        Assert.Equal(needed, metric.Needs!.OneLook!.Entities, 0.06 * needed);
        Assert.Equal(1.35 * needed, metric.Needs.PlannedEnd!.Entities, 0.06 * 1.35 * needed);
        Assert.True(metric.Needs.AnyTime!.Days > metric.Needs.PlannedEnd.Days);
        Assert.Null((await PlanAsync(Metric(smallest: 0.0001))).Metrics[0].Needs!.OneLook);
    }

    [Fact]
    public async Task Plan_OfAFleetThatStaysTheSame_GainsFromItsEvents()
    {
        await FillAsync(2_800, i => $"robot-{i % 200}");
        var plan = await PlanAsync(Metric(), new ExperimentMetric("confidence", DesiredChange.Increase) { Kind = MetricKind.Quantile, Quantile = 0.9 }, new ExperimentMetric("minutes", DesiredChange.Increase) { Kind = MetricKind.Conversion });
        Assert.Equal(200, plan.Entities);
        var (early, late) = (plan.Metrics[0].Steps[1], plan.Metrics[0].Steps[3]);
        Assert.Equal((14, 56), (early.Days, late.Days));
        Assert.Equal(early.Entities, late.Entities, 1);
        Assert.InRange(late.OneLook / early.OneLook, 0.4, 0.6);
        Assert.NotEmpty(plan.Metrics[1].Steps);
        // Nobody has minutes: there is nothing to plan by.
        Assert.Empty(plan.Metrics[2].Steps);
    }

    [Fact]
    public async Task Plan_WithoutHistory_IsNone()
    {
        await using var store = new SqliteEventStore(Store);
        Assert.Null(await new PowerPlanner(store).PlanAsync(Experiment(Metric()), End, 28, CancellationToken.None));
    }

    [Fact]
    public async Task Command_OfTheShippedExperiment_TellsEveryMetric()
    {
        await FillAsync(400, i => $"robot-{i % 100}");
        var (code, output) = await RunAsync("hardened-against-production");
        Assert.True(code == 0, output);
        Assert.Contains("100 entities were answered in the last 14 days; 100% of such take part.", output.ReplaceLineEndings(""));
        Assert.Contains("correction_rate: the smallest difference that is found", output);
        Assert.Contains("confidence: the smallest difference that is found", output);
        (code, output) = await RunAsync("other");
        Assert.Equal(2, code);
        Assert.Contains("allowed is hardened-against-production", output);
    }

    private static ExperimentMetric Metric(double? smallest = null) => new("correction_rate", DesiredChange.Decrease) { SmallestEffect = smallest };

    private static Experiment Experiment(params ExperimentMetric[] metrics)
    {
        Treatment[] treatments = [new("a", new("a", VariationValue.Of("room-type@2")), 1), new("b", new("b", VariationValue.Of("room-type@3")), 1)];
        return new Experiment("e", treatments, "a", EntityHash.Slots, Schedule.Always) { Metrics = metrics };
    }

    private async Task<PowerPlan> PlanAsync(params ExperimentMetric[] metrics)
    {
        await using var store = new SqliteEventStore(Store);
        return (await new PowerPlanner(store).PlanAsync(Experiment(metrics), End, 28, CancellationToken.None))!;
    }

    /// <summary>Predictions evenly over two weeks, one of every five corrected.</summary>
    private async Task FillAsync(int predictions, Func<int, string> entity)
    {
        var (random, corrected) = (new Random(5), 0);
        var events = new List<EventRecord>();
        for (var i = 0; i < predictions; i++)
        {
            if (i % 5 == 0) corrected = i + random.Next(5);
            var (id, time) = (Guid.NewGuid(), End.AddDays(-Days + (Days * (double)i / predictions)));
            events.Add(new Prediction { Id = id, Time = time, EntityId = entity(i), Model = "room-type@2", RoomType = "kitchen", Confidence = 0.5 + (i % 97 / 200.0) });
            if (i == corrected) events.Add(new Feedback { Id = Guid.NewGuid(), Time = time.AddSeconds(1), EntityId = "", PredictionId = id, RoomType = "bathroom" });
        }

        await using var store = new SqliteEventStore(Store);
        await store.AppendAsync(events, CancellationToken.None);
    }

    private async Task<(int Code, string Output)> RunAsync(string experiment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Experiment.dll"), "plan", experiment])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["RoomType__Events__File"] = Store, ["COLUMNS"] = "200" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
