using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Hosting.Tests.Http;

/// <summary>Clients that open a connection for each request, one after the other, until nobody listens any more. Who was let in must be answered.</summary>
public sealed class ConnectingClients(Uri server, byte[] request)
{
    /// <summary>Far beyond any deadline of the service.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _answered;

    /// <summary>Requests that got an answer, by now.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>What was answered otherwise than with 200, or not at all.</summary>
    public ConcurrentQueue<string> Lost { get; } = [];

    /// <summary>Ends when every client was refused a connection.</summary>
    public Task RunAsync(int clients) => Task.WhenAll(Enumerable.Range(0, clients).Select(_ => RunAsync()));

    private async Task RunAsync()
    {
        while (true)
        {
            using var patience = new CancellationTokenSource(Patience);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(server.Host, server.Port, patience.Token);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
            {
                return;
            }

            await AskAsync(socket, patience.Token);
        }
    }

    private async Task AskAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(request, cancellationToken);
            var answer = await HttpAnswer.ReadAsync(socket, cancellationToken);
            if (answer.Status != 200) Lost.Enqueue($"{answer.Status}");
            Interlocked.Increment(ref _answered);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            Lost.Enqueue(exception.Message);
        }
    }
}
