using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Hosting;
using RoomTypes.Storage;

namespace RoomTypes.Lakes;

/// <summary>The event store of the service, for commands that read it themselves.</summary>
public static class ServiceStore
{
    /// <summary>Opens it. A lake's questions are answered by Athena where the settings name its database, else by DuckDB.</summary>
    /// <exception cref="EventStoreException">The settings name none, or one that is not there: a command must not begin an empty one.</exception>
    public static IEventStore Open(ServiceOptions options)
    {
        var events = options.Events;
        switch (events.Store)
        {
            case EventStoreKind.None:
                throw new EventStoreException("RoomType:Events:Store is 'none'; set it to sqlite, postgres or lake, as the service has it.");
            case EventStoreKind.Sqlite when !File.Exists(events.File):
                throw new EventStoreException($"There is no event store {events.File}. Set RoomType__Events__File to the service's, or RoomType__Events__Store to postgres or lake where the service has such a one.");
            case EventStoreKind.Lake:
                var files = OpenLake(options);
                return LakeSetup.Open(events, files, EngineOf(options, files));
            default:
                return EventSetup.Open(events);
        }
    }

    /// <summary>The objects of the service's lake.</summary>
    /// <exception cref="EventStoreException">The settings name none.</exception>
    public static ILakeFiles OpenLake(ServiceOptions options)
    {
        var events = options.Events;
        if (events.Store != EventStoreKind.Lake || events.Lake is null)
            throw new EventStoreException("RoomType:Events:Store is not 'lake'. Set RoomType__Events__Store=lake and RoomType__Events__Lake to s3://bucket/prefix or a folder, as the service has it.");
        if (!S3Address.TryParse(events.Lake, out _) && !Directory.Exists(events.Lake)) throw new EventStoreException($"There is no lake {events.Lake}. Set RoomType__Events__Lake to the service's.");
        // The client lives as long as the command.
        return LakeFiles.Open(events.Lake, new S3Storage(options.Storage));
    }

    /// <summary>What answers questions about the lake.</summary>
    public static ILakeEngine EngineOf(ServiceOptions options, ILakeFiles files) => LakeSetup.AthenaOf(options.Events) ?? new DuckDbEngine(files, CopiesOf(files));

    /// <summary>Where a bucket's objects are copied to: a folder of the user's, which later commands use again.</summary>
    internal static string CopiesOf(ILakeFiles files) => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } own ? own : Path.GetTempPath(),
        "room-type", "lakes", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(files.Location)))[..16]);
}
