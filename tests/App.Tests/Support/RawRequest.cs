using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RoomTypes.Tests.Support;

/// <summary>What a server answered to bytes.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">By name.</param>
/// <param name="Body">As UTF-8.</param>
internal sealed record RawAnswer(int Status, Dictionary<string, string> Headers, string Body);

/// <summary>Sends bytes that no client would.</summary>
internal static class RawRequest
{
    private static readonly string[] Interim = ["HTTP/1.1 100"];

    /// <summary>Sends them as they are, and reads the answer until it is whole or the server has closed.</summary>
    public static async Task<RawAnswer> SendAsync(Uri server, byte[] request, CancellationToken cancellationToken = default)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(request, cancellationToken);
        var answer = new List<byte>();
        var buffer = new byte[8192];
        while (true)
        {
            if (Parse(answer) is { } whole) return whole;
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0) throw new IOException($"The server closed after {Encoding.UTF8.GetString([.. answer])}");
            answer.AddRange(buffer.AsSpan(0, read));
        }
    }

    private static RawAnswer? Parse(List<byte> bytes)
    {
        var text = Encoding.Latin1.GetString([.. bytes]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return null;
        if (Interim.Any(text.StartsWith)) return Parse(bytes[(end + 4)..]);
        var lines = text[..end].Split("\r\n");
        var headers = lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var length = int.Parse(headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture);
        var body = bytes[(end + 4)..];
        return body.Count < length ? null : new(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, Encoding.UTF8.GetString([.. body]));
    }
}
