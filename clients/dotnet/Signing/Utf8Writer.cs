using System.Buffers;
using System.Text.Unicode;

namespace RoomTypes.Signing;

/// <summary>UTF-8 in pooled memory, given back by <see cref="Dispose"/>.</summary>
internal ref struct Utf8Writer(int capacity)
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The memory itself: valid until the next byte is added.</summary>
    public readonly byte[] Bytes => _bytes;

    public void Add(byte value)
    {
        if (Length == _bytes.Length) Grow(1);
        _bytes[Length++] = value;
    }

    public void Add(scoped ReadOnlySpan<byte> values)
    {
        if (values.Length > _bytes.Length - Length) Grow(values.Length);
        values.CopyTo(_bytes.AsSpan(Length));
        Length += values.Length;
    }

    public void Add(scoped ReadOnlySpan<char> text)
    {
        if (text.Length * 3 > _bytes.Length - Length) Grow(text.Length * 3);
        Utf8.FromUtf16(text, _bytes.AsSpan(Length), out _, out var written);
        Length += written;
    }

    /// <summary>Takes the end back; or goes on behind what is not written yet, within the first capacity.</summary>
    public void Truncate(int length) => Length = length;

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + more));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
