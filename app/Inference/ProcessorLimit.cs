using System.Globalization;

namespace RoomTypes.Inference;

/// <summary>How many cores the host gives to the process.</summary>
internal static class ProcessorLimit
{
    /// <summary>Lambda scales CPU with memory: this much is one vCPU (Lambda's developer guide, "Configure memory").</summary>
    private const double MegabytesPerCore = 1769;

    /// <summary>
    /// .NET's processor count is the CPU limit of the cgroup (v1 or v2), rounded up. A Lambda function sees more cores than its memory
    /// pays for, unless it runs on managed instances (AWS_LAMBDA_MAX_CONCURRENCY), where the cores are its own.
    /// </summary>
    public static int Cores(Func<string, string?> variable, int processorCount)
    {
        var memory = variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        if (variable("AWS_LAMBDA_MAX_CONCURRENCY") is not null) return processorCount;
        return int.TryParse(memory, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)
            ? Math.Clamp((int)Math.Ceiling(megabytes / MegabytesPerCore), 1, processorCount)
            : processorCount;
    }
}
