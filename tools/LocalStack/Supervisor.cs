using System.Diagnostics;

namespace RoomTypes.LocalStack;

/// <summary>Keeps a part running: starts it again when it ends or does not answer any more, sooner at first than later.</summary>
/// <param name="part">The part.</param>
/// <param name="record">Where its process is noted.</param>
/// <param name="log">Gets what it writes.</param>
internal sealed class Supervisor(Part part, ProcessRecord record, StackLog log)
{
    /// <summary>How long after its first end a part is started again; twice as long each time, up to <see cref="LongestPause"/>.</summary>
    internal static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    internal static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    // Who has run that long begins anew with the shortest pause.
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(20);

    private const int MostMisses = 3;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when it is healthy for the first time; faulted if it cannot be started at all.</summary>
    public Task Ready => _ready.Task;

    /// <summary>How long to wait before the next start.</summary>
    internal static TimeSpan Pause(int failures) => TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 30))));

    /// <summary>Runs it until it is to end, and ends it in order.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        try
        {
            for (var failures = 0; !end.IsCancellationRequested;)
            {
                var started = Stopwatch.GetTimestamp();
                var why = await RunOnceAsync(end);
                if (end.IsCancellationRequested) return;
                if (Stopwatch.GetElapsedTime(started) > Steady) failures = 0;
                var pause = Pause(failures++);
                log.Tell($"{part.Name} {why}; it starts again in {pause.TotalSeconds:0.##} s.");
                await Task.Delay(pause, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (StackException exception)
        {
            _ready.TrySetException(exception);
            throw;
        }
    }

    private async Task<string> RunOnceAsync(CancellationToken end)
    {
        using var process = part.Launch().Start();
        record.Write(process.Id);
        process.StandardInput.Close();
        var lines = Task.WhenAll(CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));
        var exit = process.WaitForExitAsync(CancellationToken.None);
        var why = await WatchAsync(exit, end);
        if (why is not null)
        {
            if (end.IsCancellationRequested) Signals.Send(process.Id, part.End);
            else process.Kill();
            if (await Task.WhenAny(exit, Task.Delay(Grace, CancellationToken.None)) != exit) process.Kill();
        }

        await exit;
        // A child of its own may hold the pipes open for longer.
        await Task.WhenAny(lines, Task.Delay(Patience, CancellationToken.None));
        record.Delete();
        return why ?? $"ended with {process.ExitCode}";
    }

    /// <summary>Null once it has ended by itself, or why it is to end.</summary>
    private async Task<string?> WatchAsync(Task exit, CancellationToken end)
    {
        var (started, isUp, misses) = (Stopwatch.GetTimestamp(), false, 0);
        while (true)
        {
            await Task.WhenAny(exit, Task.Delay(isUp ? Interval : StartInterval, end));
            if (exit.IsCompleted) return null;
            if (end.IsCancellationRequested) return "is to end";
            if (await IsHealthyAsync(end))
            {
                if (!isUp) log.Tell($"{part.Name} is ready on port {part.Port}.");
                (isUp, misses) = (true, 0);
                _ready.TrySetResult();
            }
            else if (isUp && ++misses == MostMisses) return $"did not answer {MostMisses} times";
            else if (!isUp && Stopwatch.GetElapsedTime(started) > StartTime) return $"was not ready within {StartTime.TotalSeconds:0} s";
        }
    }

    private async Task<bool> IsHealthyAsync(CancellationToken end)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(end);
        patience.CancelAfter(Patience);
        try
        {
            return await part.IsHealthyAsync(patience.Token);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task CopyAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line) log.Write(part.Name, line);
    }
}
