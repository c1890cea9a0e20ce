namespace RoomTypes.Caching;

/// <summary>
/// Answers in memory, bounded by the bytes that they take. What is let go is decided by S3-FIFO (J. Yang et al., FIFO queues are all you need
/// for cache eviction, SOSP 2023): what is new passes through a small queue, and only what was asked for there, or soon after, comes into the
/// main one. A scan of pictures that nobody sends again passes through the small queue and flushes nothing.
/// </summary>
/// <param name="mostBytes">The bound.</param>
/// <param name="time">The clock.</param>
internal sealed class AnswerMemory(long mostBytes, TimeProvider time)
{
    /// <summary>An entry without its probabilities: its objects (136 bytes), its places in the dictionary (52 bytes, half of them in use) and in a queue.</summary>
    internal const int EntryBytes = 264;

    /// <summary>A name that is remembered: its places in a set and a queue.</summary>
    internal const int GhostBytes = 48;

    private const int MostUses = 3;
    private readonly long _mostSmall = mostBytes / 10;
    private readonly long _mostGhosts = mostBytes / 8;
    private readonly Lock _lock = new();
    private readonly Dictionary<AnswerKey, Entry> _entries = [];
    private readonly Queue<Entry> _small = new();
    private readonly Queue<Entry> _main = new();
    private readonly HashSet<ulong> _ghosts = [];
    private readonly Queue<ulong> _ghostOrder = new();
    private long _smallBytes;
    private long _mainBytes;
    private long _evictions;

    /// <summary>Bytes taken, at most the bound.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return Used;
        }
    }

    /// <summary>Answers kept, with those whose time is over and whose room nothing has needed yet.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>Answers let go so far because others needed their room.</summary>
    public long Evictions => Interlocked.Read(ref _evictions);

    private long Used => _smallBytes + _mainBytes + ((long)_ghosts.Count * GhostBytes);

    /// <summary>What is kept under the key; null for nothing, or nothing whose time is not over.</summary>
    public KeptAnswer? Find(AnswerKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.Answer.Expires <= time.GetUtcNow().ToUnixTimeMilliseconds()) return null;
            entry.Uses = Math.Min(entry.Uses + 1, MostUses);
            return entry.Answer;
        }
    }

    /// <summary>Keeps an answer; one under the same key gives way.</summary>
    public void Keep(AnswerKey key, KeptAnswer answer)
    {
        lock (_lock)
        {
            // The same key has as many labels: the bytes are the same.
            if (_entries.TryGetValue(key, out var known)) known.Answer = answer;
            else Add(new(key, answer));
        }
    }

    private void Add(Entry entry)
    {
        if (entry.Bytes > _mostSmall) return;
        while (Used + entry.Bytes > mostBytes) Evict();
        _entries.Add(entry.Key, entry);
        if (_ghosts.Contains(entry.Key.B)) EnqueueMain(entry);
        else
        {
            _small.Enqueue(entry);
            _smallBytes += entry.Bytes;
        }
    }

    /// <summary>Lets go of one entry, or brings one where it is kept longer.</summary>
    private void Evict()
    {
        if (_smallBytes > _mostSmall || _main.Count == 0) EvictSmall();
        else EvictMain();
    }

    private void EvictSmall()
    {
        var entry = _small.Dequeue();
        _smallBytes -= entry.Bytes;
        if (entry.Uses > 0)
        {
            entry.Uses = 0;
            EnqueueMain(entry);
            return;
        }

        Remove(entry);
        Remember(entry.Key.B);
    }

    private void EvictMain()
    {
        var entry = _main.Dequeue();
        _mainBytes -= entry.Bytes;
        if (entry.Uses-- > 0) EnqueueMain(entry);
        else Remove(entry);
    }

    private void EnqueueMain(Entry entry)
    {
        _main.Enqueue(entry);
        _mainBytes += entry.Bytes;
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry.Key);
        Interlocked.Increment(ref _evictions);
    }

    /// <summary>A part of the key will do: where two have the same, one is kept a little longer than it deserves.</summary>
    private void Remember(ulong name)
    {
        if (!_ghosts.Add(name)) return;
        _ghostOrder.Enqueue(name);
        while ((long)_ghosts.Count * GhostBytes > _mostGhosts) _ghosts.Remove(_ghostOrder.Dequeue());
    }

    private sealed class Entry(AnswerKey key, KeptAnswer answer)
    {
        public AnswerKey Key { get; } = key;

        public KeptAnswer Answer { get; set; } = answer;

        /// <summary>How often it was asked for, at most <see cref="MostUses"/>.</summary>
        public int Uses { get; set; }

        public int Bytes { get; } = EntryBytes + (answer.Probabilities.Length * sizeof(float));
    }
}
