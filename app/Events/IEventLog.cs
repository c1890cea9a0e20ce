namespace RoomTypes.Events;

/// <summary>Where requests leave their events. Safe for use by many threads.</summary>
public interface IEventLog
{
    /// <summary>Whether events are kept at all.</summary>
    bool IsEnabled { get; }

    /// <summary>Leaves an event to be written soon. Never waits: false if the queue is full and the event is lost, which is counted.</summary>
    bool TryAppend(EventRecord record);

    /// <summary>Waits until everything that was left before is written, but no longer than a time: false if it was not enough.</summary>
    Task<bool> FlushAsync(TimeSpan atMost);

    /// <summary>Appends an event and answers when it would survive the end of the process and of the machine.</summary>
    /// <exception cref="EventStoreException">The store could not keep it; trying again with the same id is safe.</exception>
    Task<AppendResult> AppendAsync(EventRecord record, CancellationToken cancellationToken);
}

/// <summary>The event store could not do what was asked. The message is for operators: it names files and hosts.</summary>
public sealed class EventStoreException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it is the event's own fault: it will never be kept, while others can be.</summary>
    public bool IsTheEvents { get; init; }

    /// <summary>Whether another program answers what was asked; the message says which.</summary>
    public bool IsReadElsewhere { get; init; }

    /// <summary>What a caller who asked is told.</summary>
    internal ServiceException ToServiceException() => IsReadElsewhere
        ? new(ErrorKind.NotFound, "event_store_missing", Message)
        : new(ErrorKind.NotReady, "event_store_unavailable", "The event store cannot be read now; the log says why. Try again later.");
}
