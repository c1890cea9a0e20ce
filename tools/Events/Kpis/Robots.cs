using System.Text;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Lakes;

namespace RoomTypes.EventsTool.Kpis;

/// <summary>
/// A table of robots with the columns entity_id, firmware and site: a file of CSV or Parquet, which is read here, or a table that the engine has.
/// </summary>
internal static partial class Robots
{
    /// <summary>Athena's longest question has 262,144 bytes; the rest of it takes less than 12,144.</summary>
    internal const int MostBytes = 250_000;

    /// <summary>The view of a file that DuckDB is asked beside.</summary>
    private const string View = "robot_file";

    /// <summary>Whether that is a file's name and not a table's.</summary>
    public static bool IsFile(string robots) => Path.GetExtension(robots) is ".csv" or ".parquet";

    /// <summary>The SQL of an engine's own table.</summary>
    /// <exception cref="EventStoreException">It is no table's name.</exception>
    public static string OfTable(string table) => Name().IsMatch(table)
        ? $"SELECT CAST(entity_id AS VARCHAR) AS entity_id, MAX(CAST(firmware AS VARCHAR)) AS firmware, MAX(CAST(site AS VARCHAR)) AS site FROM {table} GROUP BY entity_id"
        : throw new EventStoreException($"--robots is '{table}'; allowed is a file .csv or .parquet, or a table's name such as robots or inventory.robots.");

    /// <summary>What DuckDB has to do first, and the SQL of the table then.</summary>
    public static async Task<(string Preparation, string Sql)> OfFileAsync(string file, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(file, cancellationToken);
        return ($"CREATE TEMP VIEW {View} AS {Reading(file)}", $"SELECT entity_id, firmware, site FROM {View}");
    }

    /// <summary>The SQL of a file's rows, for an engine that cannot read it.</summary>
    /// <exception cref="EventStoreException">There are more than a question may have.</exception>
    public static async Task<string> WrittenOutAsync(string file, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(file, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT entity_id, firmware, site FROM {View} ORDER BY entity_id";
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var sql = new StringBuilder(KpiFiles.Table("robots", KpiDialect.Lake));
        for (var separator = "UNION ALL VALUES "; await rows.ReadAsync(cancellationToken); separator = ", ")
        {
            sql.Append(separator).Append('(').AppendJoin(", ", Enumerable.Range(0, 3).Select(i => rows.IsDBNull(i) ? "NULL" : LakeSql.Literal(rows.GetString(i)))).Append(')');
            if (sql.Length > MostBytes)
                throw new EventStoreException($"{file} has more robots than a question can carry ({MostBytes} bytes). Make it a table of the database and name that: --robots robots.");
        }

        return sql.ToString();
    }

    private static async Task<DuckDBConnection> OpenAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) throw new EventStoreException($"There is no file {file} of robots.");
        var connection = await DuckDb.OpenAsync(cancellationToken);
        try
        {
            await DuckDb.ExecuteAsync(connection, $"CREATE TEMP VIEW {View} AS {Reading(file)}", cancellationToken);
            var twice = await DuckDb.CountAsync(connection, $"SELECT COUNT(*) - COUNT(DISTINCT entity_id) FROM {View}", cancellationToken);
            if (twice > 0) throw new EventStoreException($"{file} has {twice} rows more than entities; each entity_id may have one.");
            return connection;
        }
        catch (EventStoreException exception)
        {
            await connection.DisposeAsync();
            throw exception.InnerException is null ? exception : new EventStoreException($"{file} needs the columns entity_id, firmware and site. {exception.Message}", exception);
        }
    }

    private static string Reading(string file) => $"""
        SELECT CAST(entity_id AS VARCHAR) AS entity_id, CAST(firmware AS VARCHAR) AS firmware, CAST(site AS VARCHAR) AS site
        FROM {(Path.GetExtension(file) == ".csv" ? $"read_csv({DuckDb.Quoted(file)}, header = true, all_varchar = true)" : $"read_parquet({DuckDb.Quoted(file)})")}
        """;

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,2}$")]
    private static partial Regex Name();
}
