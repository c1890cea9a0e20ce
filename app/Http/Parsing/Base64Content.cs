using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace RoomTypes.Http.Parsing;

/// <summary>
/// Decodes base64 where it stands. The JSON mapping of Protocol Buffers accepts the standard and the URL-safe alphabet,
/// with or without padding; encoders of mail and of command lines break it into lines.
/// </summary>
internal static class Base64Content
{
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Overwrites the text with its bytes; false if it is not base64.</summary>
    public static bool TryDecodeInPlace(Span<byte> text, out int length)
    {
        length = 0;
        text = WithoutSpace(text);
        text.Replace((byte)'-', (byte)'+');
        text.Replace((byte)'_', (byte)'/');
        var unpadded = text.TrimEnd((byte)'=').Length;
        var padding = text.Length - unpadded;
        var whole = unpadded & ~3;
        if (padding > 2 || unpadded - whole == 1 || (padding > 0 && text.Length % 4 != 0)) return false;
        if (!TryDecodeTail(text[whole..unpadded], out var tail, out var tailLength)) return false;
        if (Base64.DecodeFromUtf8InPlace(text[..whole], out length) != OperationStatus.Done) return false;
        for (var i = 0; i < tailLength; i++) text[length++] = (byte)(tail >> (8 * i));
        return true;
    }

    /// <summary>Takes the escapes out of a JSON string (RFC 8259, section 7); false for one that stands for no ASCII, which base64 is.</summary>
    /// <param name="text">A valid JSON string without its quotation marks; becomes shorter.</param>
    public static bool TryUnescapeInPlace(ref Span<byte> text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var octet = text[i];
            if (octet == '\\')
            {
                octet = text[++i];
                switch (octet)
                {
                    case (byte)'u' when text.Slice(i + 1, 2).SequenceEqual("00"u8) && byte.TryParse(text.Slice(i + 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octet):
                        i += 4;
                        break;
                    case (byte)'n' or (byte)'r' or (byte)'t':
                        octet = (byte)'\n';
                        break;
                    case (byte)'/':
                        break;
                    default:
                        return false;
                }
            }

            text[length++] = octet;
        }

        text = text[..length];
        return true;
    }

    private static Span<byte> WithoutSpace(Span<byte> text)
    {
        var length = text.IndexOfAny(Space);
        if (length < 0) return text;
        foreach (var octet in text[length..])
        {
            if (!Space.Contains(octet)) text[length++] = octet;
        }

        return text[..length];
    }

    private static bool TryDecodeTail(ReadOnlySpan<byte> tail, out int bytes, out int length)
    {
        Span<byte> group = [(byte)'A', (byte)'A', (byte)'=', (byte)'='];
        (bytes, length) = (0, 0);
        if (tail.Length == 0) return true;
        tail.CopyTo(group);
        if (Base64.DecodeFromUtf8InPlace(group, out length) != OperationStatus.Done) return false;
        for (var i = 0; i < length; i++) bytes |= group[i] << (8 * i);
        return true;
    }
}
