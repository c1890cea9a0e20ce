using System.Diagnostics;

namespace RoomTypes.Telemetry;

/// <summary>The points that the process's start has passed, so that a slow one can be told where it was slow.</summary>
internal static class StartTimes
{
    private static long _entered;
    private static long _built;
    private static long _ready;

    /// <summary>The program's first line: the runtime has started.</summary>
    public static void Enter() => _entered = _built = Stopwatch.GetTimestamp();

    /// <summary>The host is built: what remains is to listen and to load the models.</summary>
    public static void HostBuilt() => _built = Stopwatch.GetTimestamp();

    /// <summary>The models are loaded and have run: requests are answered from now on.</summary>
    public static void Ready() => _ready = Stopwatch.GetTimestamp();

    /// <summary>Milliseconds from the start of the process to each point, in steps of 10, as the system counts it; to now where the program began elsewhere.</summary>
    public static (double Entered, double Built, double Ready) Read()
    {
        using var process = Process.GetCurrentProcess();
        var now = (DateTime.Now - process.StartTime).TotalMilliseconds;
        return (Since(_entered), Since(_built), Since(_ready));

        double Since(long point) => point == 0 ? now : Math.Max(0, now - Stopwatch.GetElapsedTime(point).TotalMilliseconds);
    }
}
