namespace RoomTypes.Events;

/// <summary>Keeps nothing, for a service without an event store.</summary>
internal sealed class NoEventLog : IEventLog
{
    public bool IsEnabled => false;

    public bool TryAppend(EventRecord record) => true;

    public Task<bool> FlushAsync(TimeSpan atMost) => Task.FromResult(true);

    public Task<AppendResult> AppendAsync(EventRecord record, CancellationToken cancellationToken) =>
        throw new EventStoreException("No event store is configured. Set RoomType:Events:Store to sqlite, postgres or lake.");
}
