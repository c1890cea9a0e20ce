using RoomTypes.Aws;
using RoomTypes.Events.Lake;
using RoomTypes.Events.Postgres;
using RoomTypes.Events.Sqlite;

namespace RoomTypes.Events;

/// <summary>The parts of the event store.</summary>
public static class EventSetup
{
    /// <summary>Registers the log, and the store if one is configured. Nothing is opened yet.</summary>
    public static void AddEvents(this IServiceCollection services, EventOptions options)
    {
        services.AddSingleton(options);
        if (options.Store == EventStoreKind.None)
        {
            services.AddSingleton<IEventLog, NoEventLog>();
            return;
        }

        services.AddSingleton<EventMetrics>();
        if (options.Store == EventStoreKind.Lake)
        {
            services.AddLake(options);
            return;
        }

        services.AddSingleton(provider => Open(options, provider.GetRequiredService<ILogger<EventLog>>()));
        services.AddSingleton<EventLog>();
        services.AddSingleton<IEventLog>(provider => provider.GetRequiredService<EventLog>());
        services.AddHostedService(provider => provider.GetRequiredService<EventLog>());
    }

    /// <summary>The database that the options name; it opens nothing before it is asked something. A lake is opened by <see cref="LakeSetup"/>.</summary>
    /// <param name="options">Which store.</param>
    /// <param name="log">Told when its file is moved.</param>
    /// <exception cref="InvalidOperationException">The options name none.</exception>
    public static IEventStore Open(EventOptions options, ILogger? log = null) => options.Store switch
    {
        EventStoreKind.Sqlite => new SqliteEventStore(options.File, log),
        EventStoreKind.Postgres => new PostgresEventStore(options.ConnectionString!, PasswordOf(options)),
        _ => throw new InvalidOperationException("No event store is configured."),
    };

    private static Func<CancellationToken, Task<string>>? PasswordOf(EventOptions options) => options.PasswordSecret is { } secret
        ? cancellationToken => SecretsManager.ReadAsync(secret, "password", cancellationToken)
        : null;
}
