using System.Buffers;
using System.Text;

namespace RoomTypes.Signing;

/// <summary>Percent-encoding as signatures want it: every byte but A-Z a-z 0-9 - . _ ~, in upper-case hex.</summary>
internal static class Escaping
{
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>Escapes text.</summary>
    public static void Escape(ref Utf8Writer writer, scoped ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (text.Length > 0)
        {
            var plain = text.IndexOfAnyExcept(Unreserved);
            writer.Add(plain < 0 ? text : text[..plain]);
            if (plain < 0) return;
            text = text[plain..];
            Rune.DecodeFromUtf16(text, out var rune, out var consumed);
            foreach (var value in utf8[..rune.EncodeToUtf8(utf8)]) Escaped(ref writer, value);
            text = text[consumed..];
        }
    }

    /// <summary>Escapes what is escaped in some way: it is unescaped first. A per cent sign that escapes nothing stands for itself.</summary>
    public static void EscapeAnew(ref Utf8Writer writer, scoped ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var percent = text.IndexOf('%');
            Escape(ref writer, percent < 0 ? text : text[..percent]);
            if (percent < 0) return;
            text = text[percent..];
            if (text.Length > 2 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]))
            {
                var value = (byte)(HexValue(text[1]) << 4 | HexValue(text[2]));
                if (value < 0x80 && Unreserved.Contains((char)value)) writer.Add(value);
                else Escaped(ref writer, value);
                text = text[3..];
            }
            else
            {
                Escaped(ref writer, (byte)'%');
                text = text[1..];
            }
        }
    }

    private static int HexValue(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static void Escaped(ref Utf8Writer writer, byte value)
    {
        var hex = "0123456789ABCDEF"u8;
        writer.Add((byte)'%');
        writer.Add(hex[value >> 4]);
        writer.Add(hex[value & 15]);
    }
}
