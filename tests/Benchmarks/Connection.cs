using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RoomTypes.Benchmarks;

/// <summary>A keep-alive HTTP/1.1 connection that costs next to nothing: what is measured is the server.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public Connection(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>The bytes of a request that posts a picture.</summary>
    public static byte[] Post(byte[] picture) => Post(picture, "image/jpeg");

    /// <summary>The bytes of a request that posts a body; its answer is worked out anew, unless it may be one that was kept.</summary>
    public static byte[] Post(byte[] body, string type, bool mayBeKept = false) =>
    [
        .. Encoding.ASCII.GetBytes($"POST /v1/recognize HTTP/1.1\r\nHost: localhost\r\n{(mayBeKept ? "" : "Cache-Control: no-store\r\n")}Content-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];

    /// <summary>Sends the request, reads the whole answer and gives its status.</summary>
    public int Send(byte[] request)
    {
        _socket.Send(request);
        var length = 0;
        while (true)
        {
            var read = _socket.Receive(_buffer, length, _buffer.Length - length, SocketFlags.None);
            if (read == 0) throw new IOException("The server closed the connection.");
            length += read;
            var end = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0 && length >= end + 4 + ContentLength(_buffer.AsSpan(0, end))) return Status();
        }
    }

    public void Dispose() => _socket.Dispose();

    private int Status() => int.Parse(Encoding.ASCII.GetString(_buffer, 9, 3), CultureInfo.InvariantCulture);

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var name = "ontent-Length: "u8;
        var at = head.IndexOf(name);
        if (at < 0) at = head.IndexOf("ontent-length: "u8);
        // In chunks: small enough to come with the head.
        if (at < 0) return 0;
        var value = head[(at + name.Length)..];
        var end = value.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
    }
}
