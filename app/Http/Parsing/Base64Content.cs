using System.Buffers;
using System.Buffers.Text;

namespace RoomTypes.Http.Parsing;

/// <summary>
/// Decodes base64 where it stands. The JSON mapping of Protocol Buffers accepts the standard and the URL-safe alphabet,
/// with or without padding.
/// </summary>
internal static class Base64Content
{
    /// <summary>Overwrites the text with its bytes; false if it is not base64.</summary>
    public static bool TryDecodeInPlace(Span<byte> text, out int length)
    {
        length = 0;
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
