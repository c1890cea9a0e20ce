using System.Buffers;

namespace RoomTypes.Recognition;

/// <summary>Bytes rented from the shared pool and given back once.</summary>
internal sealed class PooledBuffer(int capacity) : IDisposable
{
    private byte[]? _array = ArrayPool<byte>.Shared.Rent(Math.Max(1, capacity));

    /// <summary>How many bytes are in use, from the start.</summary>
    public int Length { get; set; }

    /// <summary>The bytes in use.</summary>
    public Memory<byte> Memory => Array.AsMemory(0, Length);

    /// <summary>Room for more.</summary>
    public Memory<byte> Free => Array.AsMemory(Length);

    private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBuffer));

    /// <summary>How many bytes it holds without growing.</summary>
    public int Capacity => Array.Length;

    /// <summary>Makes room for that many bytes together.</summary>
    public void Grow(int capacity)
    {
        var larger = ArrayPool<byte>.Shared.Rent(capacity);
        Memory.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Array);
        _array = larger;
    }

    public void Dispose()
    {
        if (_array is null) return;
        ArrayPool<byte>.Shared.Return(_array);
        _array = null;
    }
}
