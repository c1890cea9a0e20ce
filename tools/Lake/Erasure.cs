using DuckDB.NET.Data;
using RoomTypes.Events;
using RoomTypes.Events.Lake;

namespace RoomTypes.Lakes;

/// <summary>
/// Takes an entity out of a lake: its own rows, and what was said of its predictions. Objects that have some are written anew without them before
/// they go. Versions that a bucket keeps of what was deleted stay as long as its lifecycle says.
/// </summary>
/// <param name="files">The lake.</param>
public sealed class Erasure(ILakeFiles files)
{
    /// <summary>Erases.</summary>
    /// <param name="entity">As the lake names it: its pseudonym where there are such.</param>
    /// <param name="cancellationToken">Ends it; it can be begun again.</param>
    public async Task<LakeChange> RunAsync(string entity, CancellationToken cancellationToken)
    {
        if (entity.Length == 0) throw new EventStoreException("The entity's name is empty; what belongs to nobody cannot be erased by it.");
        await using var connection = await DuckDb.OpenAsync(cancellationToken);
        await DuckDb.ExecuteAsync(connection, "CREATE TEMP TABLE own (id VARCHAR PRIMARY KEY)", cancellationToken);
        var own = $"entity_id = {LakeSql.Literal(entity)}";
        var change = new LakeChange(0, 0, 0);
        // Feedback before what it is about: an erasure that was interrupted finds the predictions again.
        await CollectAsync(connection, own, cancellationToken);
        foreach (var table in LakeTable.All.OrderBy(table => table.Kind == "prediction"))
        {
            var about = table.Columns.Any(column => column.Name == "prediction_id") ? " OR prediction_id IN (SELECT id FROM own)" : "";
            await foreach (var path in files.ListAsync($"{LakeObject.Folder}/kind={table.Kind}/", cancellationToken))
            {
                var (isChanged, rows) = await EraseAsync(connection, path, $"{own}{about}", cancellationToken);
                if (isChanged) change = new(change.Before + 1, change.After + (rows < LakeObject.RowsOf(path) ? 1 : 0), change.Rows + rows);
            }
        }

        return change;
    }

    private async Task CollectAsync(DuckDBConnection connection, string own, CancellationToken cancellationToken)
    {
        await foreach (var path in files.ListAsync($"{LakeObject.Folder}/kind=prediction/", cancellationToken))
        {
            using var work = new LakeWork(files);
            if (await work.FetchAsync(path, cancellationToken) is not { } file) continue;
            await DuckDb.ExecuteAsync(connection, $"INSERT OR IGNORE INTO own SELECT id FROM {Reading(file)} WHERE {own}", cancellationToken);
        }
    }

    private async Task<(bool IsChanged, long Rows)> EraseAsync(DuckDBConnection connection, string path, string condition, CancellationToken cancellationToken)
    {
        using var work = new LakeWork(files);
        if (await work.FetchAsync(path, cancellationToken) is not { } file) return (false, 0);
        var before = await DuckDb.CountAsync(connection, $"SELECT COUNT(*) FROM {Reading(file)}", cancellationToken);
        var erased = await DuckDb.CountAsync(connection, $"SELECT COUNT(*) FROM {Reading(file)} WHERE {condition}", cancellationToken);
        if (erased == 0) return (false, 0);
        if (erased < before) await work.WriteAsync(connection, $"SELECT * FROM {Reading(file)} WHERE NOT ({condition}) OR ({condition}) IS NULL ORDER BY time_ms, id", cancellationToken);
        await work.PutAsync([path], before - erased, cancellationToken);
        return (true, erased);
    }

    private static string Reading(string file) => $"read_parquet({DuckDb.Quoted(file)}, hive_partitioning = false)";
}
