namespace RoomTypes.Events.Lake;

/// <summary>Answers questions about a lake in SQL.</summary>
/// <remarks>Questions throw <see cref="EventStoreException"/> where they cannot be answered.</remarks>
public interface ILakeEngine : IAsyncDisposable
{
    /// <summary>The rows of a question. A row is gone with the next.</summary>
    IAsyncEnumerable<ILakeRow> QueryAsync(LakeQuery query, CancellationToken cancellationToken);
}

/// <summary>A question.</summary>
/// <param name="Sql">In the words that all engines know (docs/events.md).</param>
/// <param name="Kinds">The tables that it reads.</param>
public sealed record LakeQuery(string Sql, IReadOnlyCollection<string> Kinds);

/// <summary>A row of an answer; columns count from 0.</summary>
public interface ILakeRow
{
    /// <summary>The column's text; null if it has no value.</summary>
    string? Text(int column);

    /// <summary>The column's whole number.</summary>
    long Whole(int column);

    /// <summary>The column's number.</summary>
    double Number(int column);
}
