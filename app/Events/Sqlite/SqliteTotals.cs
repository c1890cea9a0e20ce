using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using RoomTypes.Events.Sql;

namespace RoomTypes.Events.Sqlite;

/// <summary>The sums of a metric by entity. SQLite would sort the events to group them: they are summed here instead, as they come.</summary>
internal sealed class SqliteTotals
{
    // Names are told apart by their hashes, of a seed that nobody knows: comparing them would cost as much as all the rest.
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();
    private readonly Dictionary<ulong, Sums> _sums = [];
    private readonly List<(string Entity, string Variation, ulong Hash)> _entities = [];

    /// <inheritdoc cref="IEventStore.ReadEntityTotalsAsync"/>
    public static IEnumerable<EntityTotals> Read(
        SqliteConnection connection, string experiment, string metric, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Both questions see the same state.
        using var transaction = connection.BeginTransaction(deferred: true);
        using var assigned = new SqliteStatement(connection.Handle!, $"{TotalsSql.Assigned} ORDER BY entity");
        using var events = new SqliteStatement(connection.Handle!, TotalsSql.EventsOf(metric));
        assigned.Bind("@experiment", experiment).Bind("@from", from).Bind("@until", until);
        events.Bind("@metric", metric).Bind("@until", until);
        var totals = new SqliteTotals();
        while (assigned.Next()) totals.AddEntity(assigned);
        while (totals.AddEvents(events)) cancellationToken.ThrowIfCancellationRequested();
        return totals._entities.Select(entity => totals._sums[entity.Hash].Of(entity.Entity, entity.Variation));
    }

    private void AddEntity(SqliteStatement row)
    {
        var hash = XxHash64.Compute(row.Utf8(0), _seed);
        if (!_sums.TryAdd(hash, new Sums { ExposedAt = row.Int64(2) })) throw new EventStoreException("Two entities have the same hash by chance; ask again.");
        _entities.Add((row.Text(0), row.Text(1), hash));
    }

    /// <summary>Adds the next rows, and says whether there may be more. Their entities are looked up together, so that waits for memory overlap.</summary>
    private bool AddEvents(SqliteStatement rows)
    {
        Span<Row> block = stackalloc Row[64];
        var count = 0;
        for (; count < block.Length && rows.Next(); count++)
            block[count] = new Row(XxHash64.Compute(rows.Utf8(0), _seed), rows.Int64(1), rows.Double(2), rows.Double(3));
        foreach (ref readonly var row in block[..count])
        {
            ref var sums = ref CollectionsMarshal.GetValueRefOrNullRef(_sums, row.Entity);
            if (!Unsafe.IsNullRef(ref sums)) sums.Add(row);
        }

        return count == block.Length;
    }

    private readonly record struct Row(ulong Entity, long At, double Numerator, double Denominator);

    private struct Sums
    {
        public long ExposedAt;
        public double Numerator;
        public double Denominator;
        public double PreNumerator;
        public double PreDenominator;

        public void Add(in Row row)
        {
            if (row.At >= ExposedAt)
            {
                Numerator += row.Numerator;
                Denominator += row.Denominator;
            }
            else
            {
                PreNumerator += row.Numerator;
                PreDenominator += row.Denominator;
            }
        }

        public readonly EntityTotals Of(string entity, string variation) => new(entity, variation, Numerator, Denominator, PreNumerator, PreDenominator);
    }
}
