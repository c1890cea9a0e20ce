namespace RoomTypes;

/// <summary>
/// What a file says, read again in the background when it has changed. It looks now and then while it is asked at where the file really lies,
/// its time stamp and its length: where files are links to other places, as Kubernetes mounts them, watching is no help, and a link that
/// is swapped is no change of the link's own. A change that cannot be read is told once and what was read before stays.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="read">Reads it; throws if it cannot.</param>
/// <param name="interval">How often the file is looked at.</param>
/// <param name="time">The clock.</param>
/// <param name="reloaded">Told of a change, with the path.</param>
/// <param name="refused">Told of a change that cannot be used, with the path and why.</param>
internal sealed class WatchedFile<T>(string path, Func<string, T> read, TimeSpan interval, TimeProvider time, Action<string> reloaded, Action<string, string> refused)
    where T : class
{
    private readonly Lock _reading = new();
    private volatile State? _state;
    private long _nextLook;

    /// <summary>What it says now.</summary>
    /// <remarks>The first time it is read at once, and throws what reading throws.</remarks>
    public T Value
    {
        get
        {
            if (_state is not { } state) return Read();
            var look = Volatile.Read(ref _nextLook);
            if (time.GetTimestamp() >= look && Interlocked.CompareExchange(ref _nextLook, NextLook(), look) == look)
                ThreadPool.UnsafeQueueUserWorkItem(static file => file.Refresh(), this, preferLocal: false);
            return state.Value;
        }
    }

    /// <summary>Looks at the file now.</summary>
    /// <param name="isChanged">Whether it is known to be another: of two that are written within a clock tick and are of one length, time stamp and length are the same.</param>
    internal void Refresh(bool isChanged = false)
    {
        lock (_reading)
        {
            if (_state is not { } state) return;
            var changed = state.Changed;
            try
            {
                changed = FileVersion.Of(path);
                if (changed == state.Changed && !isChanged) return;
                _state = new State(read(path), changed);
                reloaded(path);
            }
            catch (Exception exception)
            {
                _state = state with { Changed = changed };
                refused(path, exception.Message);
            }
        }
    }

    private T Read()
    {
        lock (_reading)
        {
            if (_state is { } state) return state.Value;
            var changed = FileVersion.Of(path);
            Volatile.Write(ref _nextLook, NextLook());
            return (_state = new State(read(path), changed)).Value;
        }
    }

    private long NextLook() => time.GetTimestamp() + (long)(interval.TotalSeconds * time.TimestampFrequency);

    private sealed record State(T Value, FileVersion Changed);
}
