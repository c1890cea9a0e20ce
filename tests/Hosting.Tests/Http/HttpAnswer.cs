using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hosting.Tests.Http;

/// <summary>An answer as it came over a connection.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">The head after the status line.</param>
/// <param name="Body">What followed it.</param>
public sealed record HttpAnswer(int Status, string Headers, string Body)
{
    private const string ContentLength = "\r\ncontent-length:";

    /// <summary>Reads one answer with a told length, whole.</summary>
    /// <exception cref="IOException">The connection ended before the answer did.</exception>
    public static async Task<HttpAnswer> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0) throw new IOException($"The connection ended after {length} bytes of the answer.");
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0) continue;
            var head = Encoding.ASCII.GetString(buffer, 0, end);
            if (length < end + 4 + Length(head)) continue;
            return new(int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), head, Encoding.UTF8.GetString(buffer, end + 4, Length(head)));
        }
    }

    private static int Length(string head)
    {
        var at = head.IndexOf(ContentLength, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return 0;
        var value = head.AsSpan(at + ContentLength.Length);
        var end = value.IndexOf('\r');
        return int.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
    }
}
