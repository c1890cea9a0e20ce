using System.Collections.Concurrent;

namespace RoomTypes.Experiments;

/// <summary>
/// A cache of a bounded size: when the young generation is half of it, it becomes the old one and the old one is forgotten, so what is used
/// again and again stays. Safe for use by many threads.
/// </summary>
internal sealed class TwoGenerations<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    public bool TryGet(TKey key, out TValue value)
    {
        if (_young.TryGetValue(key, out value!)) return true;
        if (!_old.TryGetValue(key, out value!)) return false;
        if (_young.TryAdd(key, value)) Count();
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (_young.TryAdd(key, value)) Count();
        else _young[key] = value;
    }

    private void Count()
    {
        if (Interlocked.Increment(ref _count) < capacity / 2) return;
        lock (_turning)
        {
            if (_count < capacity / 2) return;
            (_old, _young, _count) = (_young, new(), 0);
        }
    }
}
