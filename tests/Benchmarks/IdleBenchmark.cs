using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RoomTypes.Benchmarks;

/// <summary>Clients that send nothing, half of what they promise, or never read: what of it others notice.</summary>
internal static class IdleBenchmark
{
    private const int Bad = 32;
    private const int Requests = 400;

    public static IEnumerable<string> Run(string published)
    {
        yield return $"| {Requests} requests on 4 connections beside {Bad} clients that ... | with 200 | median, p99 in ms |";
        yield return "|---|---|---|";
        using var service = PublishedService.Start(published, out _);
        yield return Row("are not there", service.Port, 0, []);
        yield return Row("connect and send nothing", service.Port, Bad, []);
        yield return Row("send a head that promises 4.5 MB", service.Port, Bad, Head(4_500_000));
        yield return Row("send a tenth of 4 MB and stop", service.Port, Bad, [.. Head(4_000_000), .. new byte[400_000]]);
        // Each answer echoes the long names: thousands of bytes that nobody reads.
        var request = Encoding.ASCII.GetBytes($"GET /{new string('a', 4_000)} HTTP/1.1\r\nHost: x\r\n\r\n");
        yield return Row("ask 200 times at once and never read", service.Port, Bad, [.. Enumerable.Repeat(request, 200).SelectMany(bytes => bytes)]);
        yield return Row("send pictures without end and never read", service.Port, Bad, [.. Enumerable.Repeat(Connection.Post(Pipeline.Pictures[0]), 5).SelectMany(bytes => bytes)]);
    }

    private static byte[] Head(int length) => Encoding.ASCII.GetBytes($"POST /v1/recognize HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n");

    private static string Row(string what, int port, int bad, byte[] bytes)
    {
        var sockets = Enumerable.Range(0, bad).Select(_ => Open(port, bytes)).ToList();
        var (good, times) = (0, new List<double>());
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, client =>
        {
            using var connection = new Connection(port);
            for (var i = 0; i < Requests / 4; i++)
            {
                var start = Stopwatch.GetTimestamp();
                var status = connection.Send(Connection.Post(Pipeline.Pictures[(i + client) % Pipeline.Pictures.Count]));
                lock (times)
                {
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    if (status == 200) good++;
                }
            }
        });
        sockets.ForEach(socket => socket.Dispose());
        return $"| {what} | {good} | {Measure.Median(times):0}, {Measure.Percentile(times, 0.99):0} |";
    }

    private static Socket Open(int port, byte[] bytes)
    {
        // Without room for answers, and without waiting for what the service does not take.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024, NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        socket.Blocking = false;
        if (bytes.Length > 0) socket.Send(bytes, SocketFlags.None, out _);
        return socket;
    }
}
