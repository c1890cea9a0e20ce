namespace RoomTypes.Events.Lake;

/// <summary>
/// Objects that the lake did not take, on a disk of this machine, until it takes them. A process that was killed leaves them to the next one;
/// several may share the folder, since objects are written under the same names whoever does it.
/// </summary>
/// <param name="folder">On a disk that stays.</param>
/// <param name="most">Bytes that it may hold.</param>
/// <param name="lake">Where the objects belong.</param>
/// <param name="metrics">Told what waits.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when the lake is not to be had, and when it is again.</param>
internal sealed class Spool(string folder, long most, ILakeFiles lake, EventMetrics metrics, TimeProvider time, ILogger log) : IDisposable
{
    /// <summary>How long the lake is left alone after it has failed: whoever waits meanwhile is answered from the disk at once.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    // Lakes may share the folder.
    private readonly FolderLake _disk = new(Path.Combine(folder, $"{ContentId.Of(lake.Location):N}"));
    private readonly SemaphoreSlim _draining = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _held = [];
    private long _bytes;
    private bool _isRead;
    private DateTimeOffset _restUntil;

    /// <summary>Puts an object into the lake, or where that fails onto the disk. It is durable then.</summary>
    /// <exception cref="EventStoreException">Neither takes it.</exception>
    public async Task PutAsync(LakeObject item, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= _restUntil)
        {
            try
            {
                await lake.PutAsync(item.Path, item.Bytes, cancellationToken);
                return;
            }
            catch (EventStoreException exception)
            {
                _restUntil = time.GetUtcNow() + Rest;
                log.LakeDown(exception.Message, folder);
            }
        }

        await KeepAsync(item, cancellationToken);
    }

    /// <summary>Puts what waits on the disk into the lake, until that fails.</summary>
    /// <returns>Whether nothing waits any more.</returns>
    public async Task<bool> DrainAsync(CancellationToken cancellationToken)
    {
        await _draining.WaitAsync(cancellationToken);
        try
        {
            await ReadAsync(cancellationToken);
            var paths = Held();
            if (paths.Count == 0) return true;
            foreach (var path in paths)
            {
                if (await _disk.ReadAsync(path, cancellationToken) is { } kept) await lake.PutAsync(path, kept.Bytes, cancellationToken);
                await _disk.DeleteAsync(path, cancellationToken);
                Release(path);
            }

            _restUntil = default;
            log.LakeUp(paths.Count);
            return true;
        }
        catch (EventStoreException)
        {
            // It is tried again, and the log knows from the first time.
            return false;
        }
        finally
        {
            _draining.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _draining.Dispose();

    private async Task KeepAsync(LakeObject item, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        Reserve(item.Bytes.Length);
        try
        {
            await _disk.PutAsync(item.Path, item.Bytes, cancellationToken);
        }
        catch
        {
            Reserve(-item.Bytes.Length);
            throw;
        }

        // Not before it is there: what empties the spool would miss it.
        lock (_lock)
        {
            _held.Remove(item.Path, out var before);
            _held[item.Path] = item.Bytes.Length;
            _bytes -= before;
        }

        metrics.Spooled(item.Rows);
        metrics.SpoolHolds(_bytes);
    }

    private void Reserve(long bytes)
    {
        lock (_lock)
        {
            if (_bytes + bytes > most) throw new EventStoreException($"The lake {lake.Location} takes nothing, and the spool {folder} is full: {_bytes:N0} of {most:N0} bytes.");
            _bytes += bytes;
        }
    }

    private void Release(string path)
    {
        lock (_lock)
        {
            _held.Remove(path, out var bytes);
            _bytes -= bytes;
        }

        metrics.SpoolHolds(_bytes);
    }

    /// <summary>What earlier processes left, once.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (_isRead) return;
        await foreach (var path in _disk.ListAsync($"{LakeObject.Folder}/", cancellationToken))
        {
            var size = new FileInfo(Path.Combine(_disk.Location, path)) is { Exists: true } file ? file.Length : 0;
            lock (_lock)
            {
                if (_held.TryAdd(path, size)) _bytes += size;
            }
        }

        _isRead = true;
        metrics.SpoolHolds(_bytes);
    }

    private List<string> Held()
    {
        lock (_lock) return [.. _held.Keys.Order(StringComparer.Ordinal)];
    }
}
