using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>Keeps the plan up to date with AppConfig's experiment run. While the API does not answer, what it said before stays in force.</summary>
internal sealed class ExperimentRunWatch(
    ExperimentRunClient client, ExperimentPlan plan, ExperimentOptions options, TimeProvider time, ILogger<ExperimentRunWatch> log) : BackgroundService
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(10);

    private readonly Pace _failureReports = new(LogInterval, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var interval = TimeSpan.FromSeconds(Math.Max(1, options.CacheSeconds));
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await Task.Delay(interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(Timeout);
            if (await client.ReadAsync(limit.Token) is { } run && plan.Use(run)) log.ExperimentRunRead(run.Number, run.Name);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            if (_failureReports.IsDue()) log.ExperimentRunNotRead(exception is OperationCanceledException ? $"no answer within {Timeout.TotalSeconds} s" : exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }
}
