using System.Data.Common;

namespace RoomTypes.Events.Sql;

/// <summary>A store that is a database, for questions besides those of <see cref="IEventStore"/>.</summary>
internal interface IDatabase
{
    /// <summary>A connection to the tables of <see cref="Migrations"/>, up to date; whoever asks closes it.</summary>
    /// <exception cref="EventStoreException">The database cannot be reached.</exception>
    Task<DbConnection> OpenDatabaseAsync(CancellationToken cancellationToken);
}
