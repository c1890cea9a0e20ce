using System.Globalization;

namespace RoomTypes.Configuration;

/// <summary>What the host gives to the process.</summary>
/// <param name="Cores">How many pictures can be worked on at once.</param>
/// <param name="HeapBytes">What the managed heap may grow to: half of the container's memory, or of the machine's (App.csproj).</param>
internal sealed record HostLimits(int Cores, long HeapBytes)
{
    /// <summary>The container's memory, or the machine's: the heap's share of it is half.</summary>
    public long MemoryBytes => HeapBytes * 2;

    /// <summary>Lambda scales CPU with memory: this much is one vCPU (Lambda's developer guide, "Configure memory").</summary>
    private const double MegabytesPerCore = 1769;

    /// <summary>Those of this process.</summary>
    public static HostLimits Current { get; } = new(CountCores(Environment.GetEnvironmentVariable, Environment.ProcessorCount), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>
    /// .NET's processor count is the CPU limit of the cgroup (v1 or v2), rounded up. A Lambda function sees more cores than its memory
    /// pays for, unless it runs on managed instances (AWS_LAMBDA_MAX_CONCURRENCY), where the cores are its own.
    /// </summary>
    internal static int CountCores(Func<string, string?> variable, int processorCount)
    {
        var memory = variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        if (variable("AWS_LAMBDA_MAX_CONCURRENCY") is not null) return processorCount;
        return int.TryParse(memory, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)
            ? Math.Clamp((int)Math.Ceiling(megabytes / MegabytesPerCore), 1, processorCount)
            : processorCount;
    }
}
