using System.Runtime.CompilerServices;
using RoomTypes.Events.Lake;

namespace RoomTypes.Lakes;

/// <summary>Has DuckDB answer, in this process, from the objects of a folder, or of a bucket once they are copied to this machine.</summary>
/// <param name="files">The lake.</param>
/// <param name="copies">Where a bucket's objects are copied to; a folder of one's own.</param>
public sealed class DuckDbEngine(ILakeFiles files, string copies) : ILakeEngine
{
    private const string Who = "DuckDB";

    private readonly LakeCopy _copy = new(files, copies);

    /// <summary>Statements that are run before each question, for tables besides the lake's.</summary>
    public string Preparation { get; init; } = "";

    /// <summary>The same lake, asked after statements of one's own.</summary>
    public DuckDbEngine With(string preparation) => new(files, copies) { Preparation = preparation };

    /// <summary>The names of the answer's columns, of the last question.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<ILakeRow> QueryAsync(LakeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = await _copy.FetchAsync(query.Kinds, cancellationToken);
        await using var connection = await DuckDb.OpenAsync(cancellationToken);
        foreach (var kind in query.Kinds) await DuckDb.ExecuteAsync(connection, ViewOf(folder, kind), cancellationToken);
        if (Preparation.Length > 0) await DuckDb.ExecuteAsync(connection, Preparation, cancellationToken);
        await using var command = connection.CreateCommand();
        command.UseStreamingMode = true;
#pragma warning disable CA2100 // Files of this program, filled with quoted values.
        command.CommandText = query.Sql;
#pragma warning restore CA2100
        await using var rows = await DataRow.GuardedAsync(Who, () => command.ExecuteReaderAsync(cancellationToken));
        Columns = [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)];
        var row = new DataRow(rows);
        while (await DataRow.GuardedAsync(Who, () => rows.ReadAsync(cancellationToken))) yield return row;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A view with every column of the table, whether objects are there or not, and whatever version they are of.</summary>
    internal static string ViewOf(string folder, string kind)
    {
        var table = LakeTable.All.Single(table => table.Kind == kind);
        var columns = table.Columns.Select(column => (column.Name, column.SqlType)).Append((Name: LakeTable.Written, SqlType: "BIGINT")).Append((Name: "dt", SqlType: "VARCHAR")).ToList();
        var none = $"SELECT {string.Join(", ", columns.Select(column => $"CAST(NULL AS {column.SqlType}) AS {column.Name}"))} WHERE FALSE";
        var objects = Path.Combine(folder, LakeObject.Folder, $"kind={kind}");
        var hasObjects = Directory.Exists(objects) && Directory.EnumerateFiles(objects, $"*{LakeObject.Extension}", SearchOption.AllDirectories).Any();
        var some = hasObjects ? $" UNION ALL BY NAME SELECT * EXCLUDE (kind, hour) FROM {Reading(Path.Combine(objects, "**", $"*{LakeObject.Extension}"))}" : "";
        return $"CREATE OR REPLACE TEMP VIEW {kind} AS {none}{some};";
    }

    /// <summary>DuckDB's table of a pattern of objects, with the parts of their paths as texts.</summary>
    internal static string Reading(string pattern) =>
        $"read_parquet({DuckDb.Quoted(pattern)}, union_by_name = true, hive_partitioning = true, hive_types = {{'kind': VARCHAR, 'dt': VARCHAR, 'hour': VARCHAR}})";
}
