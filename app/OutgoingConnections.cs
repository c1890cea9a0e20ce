using System.Collections.Concurrent;
using System.Net.Sockets;

namespace RoomTypes;

/// <summary>
/// The connections to other services, so that all can be ended at once: the process may go on from a snapshot of itself (Lambda SnapStart),
/// on another machine and much later, and what it then takes for a connection is none.
/// </summary>
internal static class OutgoingConnections
{
    private static readonly ConcurrentDictionary<Stream, byte> Open = new();
    private static readonly ConcurrentDictionary<Action, byte> Pools = new();

    /// <summary>What makes connections for a client; they live for five minutes at most, so that changes of names are seen.</summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = ConnectAsync,
    };

    /// <summary>Has a pool of another kind emptied with the others.</summary>
    /// <returns>Ends that.</returns>
    public static IDisposable With(Action empty)
    {
        Pools[empty] = 0;
        return new Registration(empty);
    }

    /// <summary>Ends those that are open; the next request makes a new one.</summary>
    public static void EndAll()
    {
        foreach (var connection in Open.Keys) connection.Dispose();
        foreach (var empty in Pools.Keys) empty();
    }

    // As SocketsHttpHandler does it by itself.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new Connection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class Connection : NetworkStream
    {
        public Connection(Socket socket)
            : base(socket, ownsSocket: true) => Open[this] = 0;

        protected override void Dispose(bool disposing)
        {
            Open.TryRemove(this, out _);
            base.Dispose(disposing);
        }
    }

    private sealed class Registration(Action empty) : IDisposable
    {
        public void Dispose() => Pools.TryRemove(empty, out _);
    }
}
