using RoomTypes.Storage;

namespace RoomTypes.Events.Lake;

/// <summary>The parts of a lake.</summary>
public static class LakeSetup
{
    /// <summary>The lake of the options for one who asks, with an engine of its own. It has no spool.</summary>
    /// <param name="options">Name a lake.</param>
    /// <param name="files">Its objects.</param>
    /// <param name="engine">Answers questions; null if none are asked.</param>
    public static IEventStore Open(EventOptions options, ILakeFiles files, ILakeEngine? engine) =>
        new LakeEventStore(files, null, PseudonymsOf(options), engine, TimeProvider.System);

    /// <summary>The pseudonyms that the options ask for; null for none.</summary>
    public static Pseudonyms? PseudonymsOf(EventOptions options) => options.PseudonymKey is { } key ? new Pseudonyms(key) : null;

    /// <summary>Athena, if the options name it; else null.</summary>
    public static ILakeEngine? AthenaOf(EventOptions options) =>
        options.AthenaDatabase is { } database ? new AthenaEngine(database, options.AthenaWorkgroup) : null;

    /// <summary>Registers the store, its log and its spool.</summary>
    internal static void AddLake(this IServiceCollection services, EventOptions options)
    {
        services.AddSingleton(provider => LakeFiles.Open(options.Lake!, provider.GetRequiredService<S3Storage>()));
        if (options.Spool is { } spool)
        {
            services.AddSingleton(provider => new Spool(
                spool, options.SpoolMegabytes * 1_000_000L, provider.GetRequiredService<ILakeFiles>(), provider.GetRequiredService<EventMetrics>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EventLog>>()));
            services.AddHostedService<SpoolDrain>();
        }

        services.AddSingleton<IEventStore>(provider => new LakeEventStore(
            provider.GetRequiredService<ILakeFiles>(), provider.GetService<Spool>(), PseudonymsOf(options), AthenaOf(options), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LakeEventLog(Log(provider, options), Log(provider, options with { FlushMilliseconds = options.LakeSeconds * 1_000 })));
        services.AddSingleton<IEventLog>(provider => provider.GetRequiredService<LakeEventLog>());
        services.AddHostedService(provider => provider.GetRequiredService<LakeEventLog>());
    }

    private static EventLog Log(IServiceProvider provider, EventOptions options) => new(
        provider.GetRequiredService<IEventStore>(), options, provider.GetRequiredService<EventMetrics>(),
        provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EventLog>>());
}
