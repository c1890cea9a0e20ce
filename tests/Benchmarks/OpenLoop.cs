using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hosting.Tests.Http;

namespace RoomTypes.Benchmarks;

/// <summary>Requests at random times of a fixed seed, as from many callers who know nothing of each other.</summary>
internal sealed class OpenLoop(int port, byte[][] requests, double rate, TimeSpan length)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentBag<Socket> _idle = [];
    private int _failures;
    private long _lastSent;
    private long _lastAnswered;

    public ConcurrentBag<TimedAnswer> Answers { get; } = [];

    public int Failures => _failures;

    public TimeSpan LastAnswer => Stopwatch.GetElapsedTime(_lastSent, Math.Max(_lastSent, _lastAnswered));

    public async Task RunAsync()
    {
        await Task.Yield();
        ThreadPool.SetMinThreads(8, 1);
        var (random, sent, due, start) = (new Random(1), new List<Task>(), 0.0, Stopwatch.GetTimestamp());
        while (due < length.TotalSeconds)
        {
            var wait = TimeSpan.FromSeconds(due) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.FromMilliseconds(1)) await Task.Delay(wait);
            _lastSent = Stopwatch.GetTimestamp();
            sent.Add(SendAsync(requests[sent.Count % requests.Length]));
            due += -Math.Log(1 - random.NextDouble()) / rate;
        }

        await Task.WhenAll(sent);
        foreach (var socket in _idle) socket.Dispose();
    }

    private async Task SendAsync(byte[] request)
    {
        var start = Stopwatch.GetTimestamp();
        Socket? socket = null;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            if (!_idle.TryTake(out socket))
            {
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
            }

            await socket.SendAsync(request, patience.Token);
            var answer = await HttpAnswer.ReadAsync(socket, patience.Token);
            _lastAnswered = Stopwatch.GetTimestamp();
            Answers.Add(TimedAnswer.Of(answer, Stopwatch.GetElapsedTime(start).TotalSeconds));
            _idle.Add(socket);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            Interlocked.Increment(ref _failures);
            socket?.Dispose();
        }
    }
}
