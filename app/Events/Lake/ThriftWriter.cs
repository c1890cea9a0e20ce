using System.Buffers;
using System.Text;

namespace RoomTypes.Events.Lake;

/// <summary>
/// Structures in Thrift's compact protocol, as far as Parquet's headers and footers need it
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
/// </summary>
internal sealed class ThriftWriter
{
    /// <summary>The type of 32-bit numbers in lists.</summary>
    public const int I32 = 5;

    /// <summary>The type of texts in lists.</summary>
    public const int Binary = 8;

    /// <summary>The type of structures in lists.</summary>
    public const int Structure = 12;

    private const int I64 = 6;
    private const int ListType = 9;
    private const int LongestShortList = 14;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Stack<int> _outer = [];
    private int _last;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>Begins a structure: the outermost one, or an element of a list.</summary>
    public ThriftWriter Begin()
    {
        _outer.Push(_last);
        _last = 0;
        return this;
    }

    /// <summary>Begins a structure that is a field.</summary>
    public ThriftWriter Begin(int field) => Head(field, Structure).Begin();

    /// <summary>Ends the structure that was begun last.</summary>
    public ThriftWriter End()
    {
        Byte(0);
        _last = _outer.Pop();
        return this;
    }

    /// <summary>A 32-bit field.</summary>
    public ThriftWriter Field(int field, int value) => Head(field, I32).Number(value);

    /// <summary>A 64-bit field.</summary>
    public ThriftWriter Field(int field, long value) => Head(field, I64).Number(value);

    /// <summary>A text.</summary>
    public ThriftWriter Field(int field, string value) => Head(field, Binary).Text(value);

    /// <summary>Begins a list, whose elements follow.</summary>
    public ThriftWriter List(int field, int type, int count)
    {
        Head(field, ListType);
        if (count <= LongestShortList) Byte((byte)((count << 4) | type));
        else Varint((byte)(0xF0 | type), count);
        return this;
    }

    /// <summary>A number of a list, or after a field's head.</summary>
    public ThriftWriter Number(long value)
    {
        Varint((ulong)((value << 1) ^ (value >> 63)));
        return this;
    }

    /// <summary>A text of a list, or after a field's head.</summary>
    public ThriftWriter Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    private ThriftWriter Head(int field, int type)
    {
        var step = field - _last;
        if (step is <= 0 or > 15) throw new ArgumentOutOfRangeException(nameof(field), field, "Fields are written in order, at most 15 apart.");
        Byte((byte)((step << 4) | type));
        _last = field;
        return this;
    }

    private void Varint(byte head, int value)
    {
        Byte(head);
        Varint((ulong)value);
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
