namespace RoomTypes.Events.Lake;

/// <summary>
/// The log of a lake. What somebody waits for becomes an object at once; all else waits for company, apart from it, so that feedback that
/// trickles in does not cut predictions into small objects.
/// </summary>
/// <param name="prompt">Writes what is waited for.</param>
/// <param name="bulk">Writes all else.</param>
internal sealed class LakeEventLog(EventLog prompt, EventLog bulk) : IEventLog, IHostedService, IDisposable
{
    /// <inheritdoc/>
    public bool IsEnabled => true;

    /// <inheritdoc/>
    public bool TryAppend(EventRecord record) => bulk.TryAppend(record);

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(EventRecord record, CancellationToken cancellationToken) => prompt.AppendAsync(record, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> FlushAsync(TimeSpan atMost) => !(await Task.WhenAll(prompt.FlushAsync(atMost), bulk.FlushAsync(atMost))).Contains(false);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(prompt.StartAsync(cancellationToken), bulk.StartAsync(cancellationToken));

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(prompt.StopAsync(cancellationToken), bulk.StopAsync(cancellationToken));

    /// <inheritdoc/>
    public void Dispose()
    {
        prompt.Dispose();
        bulk.Dispose();
    }
}
