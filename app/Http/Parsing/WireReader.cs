using System.Buffers.Binary;
using System.Text;

namespace RoomTypes.Http.Parsing;

/// <summary>
/// Reads the Protocol Buffers wire format without copying: a bytes field is a slice of the body, which spares a large
/// allocation a picture. Source: protobuf.dev/programming-guides/encoding.
/// </summary>
/// <param name="name">The whole body's message, for errors.</param>
/// <param name="message">One message's bytes.</param>
/// <param name="offset">Where the message starts in the body, for error messages.</param>
internal ref struct WireReader(string name, ReadOnlyMemory<byte> message, int offset = 0)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _span = message.Span;
    private int _position = 0;

    /// <summary>The current field's number.</summary>
    public int Field { get; private set; }

    /// <summary>The current field's wire type.</summary>
    public int WireType { get; private set; }

    /// <summary>Moves to the next field; false at the message's end.</summary>
    public bool Next()
    {
        if (_position == _span.Length) return false;
        var tag = Varint();
        Field = tag > uint.MaxValue ? 0 : (int)(tag >> 3);
        WireType = (int)(tag & 7);
        if (Field == 0) throw Malformed("a field number is 0 or too large");
        return true;
    }

    /// <summary>The value of a length-delimited field, as a slice.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        if (WireType != 2) throw Malformed($"field {Field} has wire type {WireType}, expected 2");
        var length = Varint();
        if (length > (ulong)(_span.Length - _position)) throw Malformed($"field {Field} claims {length} bytes, {_span.Length - _position} are left");
        var value = message.Slice(_position, (int)length);
        _position += (int)length;
        return value;
    }

    /// <summary>The value of a message field, to be read on.</summary>
    public WireReader Message()
    {
        var value = Bytes();
        return new WireReader(name, value, offset + _position - value.Length);
    }

    /// <summary>The value of a string field.</summary>
    public string Text()
    {
        var value = Bytes();
        try
        {
            return StrictUtf8.GetString(value.Span);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed($"field {Field} is not valid UTF-8");
        }
    }

    /// <summary>The value of a uint32 field.</summary>
    public uint UInt32() => WireType == 0 ? (uint)Varint() : throw Malformed($"field {Field} has wire type {WireType}, expected 0");

    /// <summary>The value of a bool field.</summary>
    public bool Flag() => Int64() != 0;

    /// <summary>The value of an enum or int32 field.</summary>
    public int Int32() => (int)Int64();

    /// <summary>The value of an int64 field.</summary>
    public long Int64() => WireType == 0 ? (long)Varint() : throw Malformed($"field {Field} has wire type {WireType}, expected 0");

    /// <summary>The value of a double field.</summary>
    public double Double()
    {
        if (WireType != 1) throw Malformed($"field {Field} has wire type {WireType}, expected 1");
        Fixed(sizeof(double));
        return BinaryPrimitives.ReadDoubleLittleEndian(_span[(_position - sizeof(double))..]);
    }

    /// <summary>Passes over a field that is not known; newer callers may send them.</summary>
    public void Skip()
    {
        switch (WireType)
        {
            case 0:
                Varint();
                break;
            case 1:
                Fixed(sizeof(ulong));
                break;
            case 2:
                Bytes();
                break;
            case 3:
                SkipGroup(Field, depth: 0);
                break;
            case 5:
                Fixed(sizeof(uint));
                break;
            default:
                throw Malformed($"field {Field} has wire type {WireType}, which does not exist or does not belong there");
        }
    }

    private void SkipGroup(int group, int depth)
    {
        const int Deepest = 100;
        if (depth > Deepest) throw Malformed($"groups nest deeper than {Deepest}");
        while (Next())
        {
            if (WireType == 4)
            {
                if (Field != group) throw Malformed($"group {group} is ended as {Field}");
                return;
            }

            if (WireType == 3) SkipGroup(Field, depth + 1);
            else Skip();
        }

        throw Malformed($"group {group} has no end");
    }

    private void Fixed(int size)
    {
        if (_span.Length - _position < size) throw Malformed($"field {Field} is cut off");
        _position += size;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_position == _span.Length) throw Malformed("the body ends within a number");
            var octet = _span[_position++];
            value |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80) return value;
        }

        throw Malformed("a number is longer than 10 bytes");
    }

    private readonly ServiceException Malformed(string what) => new(
        ErrorKind.Malformed, "protobuf_malformed",
        $"The body is not a roomtype.v1.{name}: at byte {offset + _position}, {what}. Send the serialised message and nothing else.");
}
