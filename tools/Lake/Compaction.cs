using System.Globalization;
using DuckDB.NET.Data;
using RoomTypes.Events;
using RoomTypes.Events.Lake;

namespace RoomTypes.Lakes;

/// <summary>What was done to the objects of a lake.</summary>
/// <param name="Before">Objects that were read and deleted.</param>
/// <param name="After">Objects that were written in their place.</param>
/// <param name="Rows">Rows that are gone: repetitions, or an entity's.</param>
public sealed record LakeChange(int Before, int After, long Rows);

/// <summary>
/// Makes one object of an hour's many, in the order of time, each row once. The new one is there before the old ones go: who is interrupted leaves
/// rows twice, which questions count once and the next compaction takes away.
/// </summary>
/// <param name="files">The lake.</param>
public sealed class Compaction(ILakeFiles files)
{
    // An object is read, written and sent whole.
    private const int MostRows = 4_000_000;

    /// <summary>Compacts every hour that ended before a time; later ones still grow.</summary>
    public async Task<LakeChange> RunAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var hours = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        await foreach (var path in files.ListAsync($"{LakeObject.Folder}/", cancellationToken))
        {
            if (LakeObject.HourOf(path) is not { } hour || hour.AddHours(1) > before || !path.EndsWith(LakeObject.Extension, StringComparison.Ordinal)) continue;
            var partition = path[..path.LastIndexOf('/')];
            if (!hours.TryGetValue(partition, out var paths)) hours[partition] = paths = [];
            paths.Add(path);
        }

        var (from, to, rows) = (0, 0, 0L);
        await using var connection = await DuckDb.OpenAsync(cancellationToken);
        foreach (var group in hours.Values.SelectMany(Groups))
        {
            rows += await JoinAsync(connection, group, cancellationToken);
            (from, to) = (from + group.Count, to + 1);
        }

        return new(from, to, rows);
    }

    /// <summary>Objects of an hour that become one; one that is alone stays.</summary>
    private static IEnumerable<List<string>> Groups(List<string> paths)
    {
        var (group, rows) = (new List<string>(), 0L);
        foreach (var path in paths)
        {
            var own = LakeObject.RowsOf(path);
            if (rows + own > MostRows)
            {
                if (group.Count > 1) yield return group;
                (group, rows) = ([], 0);
            }

            group.Add(path);
            rows += own;
        }

        if (group.Count > 1) yield return group;
    }

    private async Task<long> JoinAsync(DuckDBConnection connection, List<string> paths, CancellationToken cancellationToken)
    {
        using var work = new LakeWork(files);
        var sources = new List<string>();
        foreach (var path in paths)
        {
            // Another one compacts, or the object is too old now: the rest is left to the next time.
            if (await work.FetchAsync(path, cancellationToken) is not { } file) return 0;
            sources.Add(DuckDb.Quoted(file));
        }

        var once = $"SELECT * EXCLUDE (nth) FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY {LakeTable.Written}) AS nth "
            + $"FROM read_parquet([{string.Join(", ", sources)}], union_by_name = true, hive_partitioning = false)) WHERE nth = 1 ORDER BY time_ms, id";
        var kept = await work.WriteAsync(connection, once, cancellationToken);
        await work.PutAsync(paths, kept, cancellationToken);
        return paths.Sum(path => (long)LakeObject.RowsOf(path)) - kept;
    }
}

/// <summary>Files of this machine for objects that are made of others.</summary>
/// <param name="files">The lake.</param>
internal sealed class LakeWork(ILakeFiles files) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("room-type-lake-");
    private int _count;

    private string Result => Path.Combine(_folder.FullName, "result");

    /// <summary>An object as a file; null if it is not there.</summary>
    public async Task<string?> FetchAsync(string path, CancellationToken cancellationToken)
    {
        if (await files.ReadAsync(path, cancellationToken) is not { } found) return null;
        var file = Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{_count++}"));
        await File.WriteAllBytesAsync(file, found.Bytes, cancellationToken);
        return file;
    }

    /// <summary>Writes the rows of a question into a file, and says how many they are.</summary>
    public async Task<long> WriteAsync(DuckDBConnection connection, string sql, CancellationToken cancellationToken)
    {
        await DuckDb.ExecuteAsync(
            connection,
            $"COPY ({sql}) TO {DuckDb.Quoted(Result)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{'room-type.schema': '{LakeTable.SchemaVersion}'}})",
            cancellationToken);
        return await DuckDb.CountAsync(connection, $"SELECT COUNT(*) FROM read_parquet({DuckDb.Quoted(Result)})", cancellationToken);
    }

    /// <summary>Puts the file into the lake in the place of objects of the same hour, then deletes these; a file without rows is left out.</summary>
    public async Task PutAsync(IReadOnlyList<string> instead, long rows, CancellationToken cancellationToken)
    {
        if (rows > 0)
        {
            var partition = instead[0][..instead[0].LastIndexOf('/')];
            var name = ContentId.Of(LakeObject.HourOf(instead[0])!.Value, [$"{rows}", .. instead]);
            await files.PutAsync($"{partition}/{name:N}-{rows}{LakeObject.Extension}", await File.ReadAllBytesAsync(Result, cancellationToken), cancellationToken);
        }

        foreach (var path in instead) await files.DeleteAsync(path, cancellationToken);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
