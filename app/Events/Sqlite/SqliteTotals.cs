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
    private readonly List<(string Entity, string Variation, string? Attributes, ulong Hash)> _entities = [];
    private readonly Dictionary<ulong, string> _attributes = [];

    private readonly long _from;
    private readonly long _window;
    private readonly long _past;
    private readonly bool _isEverybody;
    private readonly bool _withAttributes;

    private SqliteTotals(IReadOnlyDictionary<string, object> parameters, bool withAttributes)
    {
        (_from, _window, _past, _isEverybody) = ((long)parameters["from"], (long)parameters["window"], (long)parameters["past"], (string)parameters["experiment"] == "");
        _withAttributes = withAttributes;
    }

    /// <inheritdoc cref="IEventStore.ReadEntityTotalsAsync"/>
    public static IEnumerable<EntityTotals> Read(SqliteConnection connection, MetricQuery query, CancellationToken cancellationToken)
    {
        // Both questions see the same state.
        using var transaction = connection.BeginTransaction(deferred: true);
        using var assigned = new SqliteStatement(connection.Handle!, $"SELECT * FROM ({TotalsSql.EntitiesOf(query)}) a ORDER BY a.entity");
        using var events = new SqliteStatement(connection.Handle!, TotalsSql.EventsOf(query.Metric));
        var parameters = TotalsSql.Parameters(query).ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        foreach (var (name, value) in parameters)
        {
            assigned.Bind($"@{name}", value);
            events.Bind($"@{name}", value);
        }

        var totals = new SqliteTotals(parameters, query.WithAttributes);
        while (assigned.Next()) totals.AddEntity(assigned);
        while (totals.AddEvents(events)) cancellationToken.ThrowIfCancellationRequested();
        return totals._entities.Select(entity => totals._sums[entity.Hash].Of(entity.Entity, entity.Variation) with { Attributes = entity.Attributes });
    }

    private void AddEntity(SqliteStatement row)
    {
        var hash = XxHash64.Compute(row.Utf8(0), _seed);
        var sums = new Sums { ExposedAt = row.Int64(2), MovedAt = row.Int64(3), Variation = XxHash64.Compute(row.Utf8(1), _seed) };
        if (!_sums.TryAdd(hash, sums)) throw new EventStoreException("Two entities have the same hash by chance; ask again.");
        _entities.Add((row.Text(0), row.Text(1), _withAttributes && !row.IsNull(4) ? Attributes(row) : null, hash));
    }

    /// <summary>Many entities have the same ones: one text for all of them.</summary>
    private string Attributes(SqliteStatement row)
    {
        ref var text = ref CollectionsMarshal.GetValueRefOrAddDefault(_attributes, XxHash64.Compute(row.Utf8(4), _seed), out _);
        return text ??= row.Text(4);
    }

    /// <summary>Adds the next rows, and says whether there may be more. Their entities are looked up together, so that waits for memory overlap.</summary>
    private bool AddEvents(SqliteStatement rows)
    {
        Span<Row> block = stackalloc Row[64];
        var count = 0;
        for (; count < block.Length && rows.Next(); count++)
        {
            // A null is no text, not even an empty one.
            var variation = rows.IsNull(5) ? null : (ulong?)XxHash64.Compute(rows.Utf8(5), _seed);
            block[count] = new Row(XxHash64.Compute(rows.Utf8(0), _seed), rows.Int64(1), rows.Double(2), rows.Double(3), rows.Double(4), variation);
        }

        foreach (ref readonly var row in block[..count])
        {
            ref var sums = ref CollectionsMarshal.GetValueRefOrNullRef(_sums, row.Entity);
            if (!Unsafe.IsNullRef(ref sums)) Add(ref sums, row);
        }

        return count == block.Length;
    }

    /// <summary>What counts as <see cref="TotalsSql"/> says.</summary>
    private void Add(ref Sums sums, in Row row)
    {
        if (row.At < sums.ExposedAt)
        {
            if (sums.ExposedAt - row.At > _past) return;
            sums.PreNumerator += row.Numerator;
            sums.PreDenominator += row.Denominator;
        }
        else if (row.At >= _from && row.At < sums.MovedAt && row.At - sums.ExposedAt < _window && (_isEverybody || row.Variation is null || row.Variation == sums.Variation))
        {
            sums.Numerator += row.Numerator;
            sums.Denominator += row.Denominator;
            sums.Squares += row.Square;
        }
    }

    private readonly record struct Row(ulong Entity, long At, double Numerator, double Denominator, double Square, ulong? Variation);

    private struct Sums
    {
        public long ExposedAt;
        public long MovedAt;
        public ulong Variation;
        public double Numerator;
        public double Denominator;
        public double Squares;
        public double PreNumerator;
        public double PreDenominator;

        public readonly EntityTotals Of(string entity, string variation) => new(entity, variation, Numerator, Denominator, PreNumerator, PreDenominator)
        {
            Squares = Squares,
            ExposedAt = DateTimeOffset.FromUnixTimeMilliseconds(ExposedAt),
        };
    }
}
