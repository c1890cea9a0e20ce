using RoomTypes.Events;

namespace RoomTypes.Reporting;

/// <summary>The event store of the service, for commands that read it themselves.</summary>
internal static class ServiceStore
{
    /// <summary>Opens it.</summary>
    /// <exception cref="EventStoreException">The settings name none, or one that is not there: a command must not begin an empty one.</exception>
    public static IEventStore Open(EventOptions options)
    {
        if (options.Store == EventStoreKind.None) throw new EventStoreException("RoomType:Events:Store is 'none'; set it to sqlite or postgres, as the service has it.");
        if (options.Store == EventStoreKind.Sqlite && !File.Exists(options.File)) throw new EventStoreException($"There is no event store {options.File}. Set RoomType__Events__File to the service's.");
        return EventSetup.Open(options);
    }
}
