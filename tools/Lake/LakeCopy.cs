using RoomTypes.Events.Lake;

namespace RoomTypes.Lakes;

/// <summary>The objects of a lake as files of this machine: those of a folder are there, those of a bucket are copied once, since no object ever changes.</summary>
/// <param name="files">The lake.</param>
/// <param name="copies">Where the copies lie.</param>
internal sealed class LakeCopy(ILakeFiles files, string copies)
{
    private const int AtOnce = 16;

    /// <summary>The folder that has every object of the tables, and none that the lake has no more.</summary>
    public async Task<string> FetchAsync(IEnumerable<string> kinds, CancellationToken cancellationToken)
    {
        if (!files.ExpiresByItself) return files.Location;
        foreach (var kind in kinds) await FetchAsync($"{LakeObject.Folder}/kind={kind}/", cancellationToken);
        return copies;
    }

    private async Task FetchAsync(string prefix, CancellationToken cancellationToken)
    {
        var listed = new HashSet<string>();
        await foreach (var path in files.ListAsync(prefix, cancellationToken)) listed.Add(path);
        var here = new FolderLake(copies);
        await foreach (var path in here.ListAsync(prefix, cancellationToken))
        {
            if (!listed.Remove(path)) await here.DeleteAsync(path, cancellationToken);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(listed, parallel, async (path, ending) =>
        {
            // It may have been compacted or deleted meanwhile.
            if (await files.ReadAsync(path, ending) is { } found) await here.PutAsync(path, found.Bytes, ending);
        });
    }
}
