using System.Diagnostics;
using Google.Protobuf;
using RoomTypes.V1;

namespace RoomTypes.Benchmarks;

/// <summary>
/// The published service at moderate load: what it adds to a picture's own time when pictures come at random at half of what it can do, single
/// pictures beside requests of 64, and more workers than cores.
/// </summary>
internal static class FairnessBenchmark
{
    private const int Large = 64;
    private const int Rounds = 3;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<string> Run(string published)
    {
        using var service = PublishedService.Start(published, out _);
        var requests = Pipeline.Pictures.Select(Connection.Post).ToArray();
        var picture = 1000 / Measure.RatePerSecond(1, Turn, _ => Sender(service.Port, requests));
        var (alone, beside) = (Singles(service.Port, requests, 0), Singles(service.Port, requests, 2 * Environment.ProcessorCount));
        yield return $"| single pictures, one every {Pause.TotalMilliseconds:0} ms beside ... | median, p99 in ms |";
        yield return "|---|---|";
        yield return $"| nothing | {Spread(alone)} |";
        yield return $"| {2 * Environment.ProcessorCount} clients that send {Large} pictures a request without end | {Spread(beside)} (target p99: {3 * picture:0}, three pictures' time) |";
        yield return "";
        yield return "| workers | pictures a second, p99 in ms, 16 connections without end |";
        yield return "|---|---|";
        foreach (var line in ByWorkers(published, requests)) yield return line;
    }

    private static List<double> Singles(int port, byte[][] requests, int others)
    {
        using var end = new CancellationTokenSource();
        var large = Large64();
        var running = Enumerable.Range(0, others).Select(_ => Task.Factory.StartNew(() => SendUntil(port, large, end.Token), TaskCreationOptions.LongRunning)).ToArray();
        var (times, start) = (new List<double>(), Stopwatch.GetTimestamp());
        using (var connection = new Connection(port))
        {
            for (var i = 0; Stopwatch.GetElapsedTime(start) < Length; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                if (connection.Send(requests[i % requests.Length]) != 200) throw new InvalidOperationException("A single picture was refused.");
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                Thread.Sleep(Pause);
            }
        }

        end.Cancel();
        Task.WaitAll(running);
        return times;
    }

    private static void SendUntil(int port, byte[] request, CancellationToken end)
    {
        using var connection = new Connection(port);
        while (!end.IsCancellationRequested) connection.Send(request);
    }

    private static IEnumerable<string> ByWorkers(string published, byte[][] requests)
    {
        int[] counts = [1, Environment.ProcessorCount, Environment.ProcessorCount + 1, 2 * Environment.ProcessorCount];
        var services = counts.Select(count => PublishedService.Start(published, out _, $"--RoomType:Inference:Workers={count}")).ToList();
        var (rates, times) = (counts.Select(_ => new List<double>()).ToList(), counts.Select(_ => new List<double>()).ToList());
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < counts.Length; i++) rates[i].Add(Measure.RatePerSecond(16, Turn, _ => Sender(services[i].Port, requests, times[i])));
        }

        foreach (var service in services) service.Dispose();
        return counts.Select((count, i) => $"| {count} on {Environment.ProcessorCount} cores | {Measure.Median(rates[i]):0}, {Measure.Percentile(times[i], 0.99):0} |");
    }

    private static Action<int> Sender(int port, byte[][] requests, List<double>? times = null)
    {
        var connection = new Connection(port);
        return i =>
        {
            var asked = Stopwatch.GetTimestamp();
            if (connection.Send(requests[i % requests.Length]) != 200) throw new InvalidOperationException("A picture was refused.");
            if (times is null) return;
            lock (times) times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        };
    }

    private static byte[] Large64()
    {
        var room = new Room();
        for (var i = 0; i < Large; i++) room.Images.Add(new Image { Content = UnsafeByteOperations.UnsafeWrap(Pipeline.Pictures[i % Pipeline.Pictures.Count]) });
        return Connection.Post(new RecognizeRequest { Rooms = { room } }.ToByteArray(), "application/x-protobuf");
    }

    private static string Spread(List<double> times) => $"{Measure.Median(times):0.0}, {Measure.Percentile(times, 0.99):0.0}";
}
