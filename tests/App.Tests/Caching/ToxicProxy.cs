using System.Net;
using System.Net.Sockets;

namespace RoomTypes.Tests.Caching;

/// <summary>A network between the service and a server that can be made bad: answers that never come, or come as garbage, and connections that break.</summary>
internal sealed class ToxicProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpClient> _clients = [];
    private readonly int _server;
    private long _sent;

    public ToxicProxy(int server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether answers are held back.</summary>
    public volatile bool Holds;

    /// <summary>Whether answers are replaced.</summary>
    public volatile bool Garbles;

    /// <summary>Bytes that came from the service.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Breaks what is connected.</summary>
    public void Cut()
    {
        lock (_clients)
        {
            foreach (var client in _clients) client.Dispose();
            _clients.Clear();
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        Cut();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var (near, far) = (await _listener.AcceptTcpClientAsync(_end.Token), new TcpClient());
                lock (_clients) _clients.AddRange([near, far]);
                _ = ConnectAsync(near, far);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ConnectAsync(TcpClient near, TcpClient far)
    {
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _server);
            await Task.WhenAny(PumpAsync(near, far, isAnswer: false), PumpAsync(far, near, isAnswer: true));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The server is down.
        }

        near.Dispose();
        far.Dispose();
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        var bytes = new byte[4096];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(bytes, _end.Token)) > 0)
            {
                if (!isAnswer) Interlocked.Add(ref _sent, read);
                if (isAnswer && Holds) continue;
                if (isAnswer && Garbles) new Random(read).NextBytes(bytes.AsSpan(0, read));
                await to.GetStream().WriteAsync(bytes.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }
}
