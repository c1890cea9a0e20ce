namespace RoomTypes.Events.Lake;

/// <summary>Empties the spool: at the start, of what an earlier process left, and while the lake is not to be had again and again.</summary>
/// <param name="spool">The spool.</param>
/// <param name="time">The clock.</param>
internal sealed class SpoolDrain(Spool spool, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do await spool.DrainAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
