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

    /// <summary>Doubles the capacity, up to <paramref name="most"/> bytes.</summary>
    public void Grow(int most)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(most, Array.Length * 2L));
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
