using System.Globalization;

namespace RoomTypes.Configuration;

/// <summary>What the host gives to the process.</summary>
/// <param name="Cores">How many pictures can be worked on at once.</param>
/// <param name="HeapBytes">What the managed heap may grow to: half of the container's memory, or of the machine's (App.csproj).</param>
/// <param name="Transforms">Requests at once that a job of SageMaker's Batch Transform sends; 0 where there is none.</param>
internal sealed record HostLimits(int Cores, long HeapBytes, int Transforms = 0)
{
    /// <summary>The container's memory, or the machine's: the heap's share of it is half.</summary>
    public long MemoryBytes => HeapBytes * 2;

    /// <summary>Lambda scales CPU with memory: this much is one vCPU (Lambda's developer guide, "Configure memory").</summary>
    private const double MegabytesPerCore = 1769;

    // While one is worked on, the next one's bytes come.
    private const int TransformsOfACore = 2;

    /// <summary>Those of this process.</summary>
    public static HostLimits Current { get; } = Read(Environment.GetEnvironmentVariable, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    private static HostLimits Read(Func<string, string?> variable, int processorCount, long heapBytes)
    {
        var cores = CountCores(variable, processorCount);
        return new(cores, heapBytes, CountTransforms(variable, cores));
    }

    /// <summary>What the job was told to send at once, or as many as are asked of it otherwise (GET /execution-parameters).</summary>
    /// <remarks>https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html</remarks>
    internal static int CountTransforms(Func<string, string?> variable, int cores)
    {
        if (!"true".Equals(variable("SAGEMAKER_BATCH"), StringComparison.OrdinalIgnoreCase)) return 0;
        return int.TryParse(variable("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) && told > 0
            ? told
            : cores * TransformsOfACore;
    }

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
