using System.Runtime.CompilerServices;
using RoomTypes.Events.Lake;
using RoomTypes.Events.Sql;

namespace RoomTypes.Lakes;

/// <summary>Has the database of an event store answer: questions in its own tables' names.</summary>
/// <param name="store">The store; whoever opened it closes it.</param>
internal sealed class DatabaseEngine(IDatabase store) : ILakeEngine
{
    private const string Who = "The event store";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ILakeRow> QueryAsync(LakeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await store.OpenDatabaseAsync(cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Files of this program, filled with quoted values.
        command.CommandText = query.Sql;
#pragma warning restore CA2100
        await using var rows = await DataRow.GuardedAsync(Who, () => command.ExecuteReaderAsync(cancellationToken));
        var row = new DataRow(rows);
        while (await DataRow.GuardedAsync(Who, () => rows.ReadAsync(cancellationToken))) yield return row;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
