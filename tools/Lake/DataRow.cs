using System.Data.Common;
using System.Globalization;
using System.Numerics;
using RoomTypes.Events;
using RoomTypes.Events.Lake;

namespace RoomTypes.Lakes;

/// <summary>A row of a database in this process or beside it.</summary>
/// <param name="row">The reader, at the row.</param>
internal sealed class DataRow(DbDataReader row) : ILakeRow
{
    /// <inheritdoc/>
    public string? Text(int column) => row.IsDBNull(column) ? null : Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public long Whole(int column) => row.GetValue(column) is BigInteger large ? (long)large : Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public double Number(int column) => row.GetValue(column) is BigInteger large ? (double)large : Convert.ToDouble(row.GetValue(column), CultureInfo.InvariantCulture);

    /// <summary>Has a database do something, whose failure is told as an event store's.</summary>
    /// <exception cref="EventStoreException">It failed.</exception>
    public static async Task<T> GuardedAsync<T>(string who, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (DbException exception)
        {
            throw new EventStoreException($"{who} cannot answer: {exception.Message}", exception);
        }
    }
}
