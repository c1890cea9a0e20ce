namespace Stacks.Configuration;

/// <summary>Sizes on Fargate.</summary>
public sealed record FargateSettings
{
    /// <summary>CPU units of a task; 1,024 are a vCPU.</summary>
    public required int Cpu { get; init; }

    /// <summary>Memory of a task in MB.</summary>
    public required int MemoryMb { get; init; }

    /// <summary>Fewest tasks.</summary>
    public required int MinTasks { get; init; }

    /// <summary>Most tasks.</summary>
    public required int MaxTasks { get; init; }

    /// <summary>Requests a minute and task that scaling aims at.</summary>
    public required int RequestsPerTask { get; init; }

    /// <summary>CPU in percent that scaling aims at.</summary>
    public required int CpuTarget { get; init; }

    /// <summary>vCPUs of a task, rounded up.</summary>
    public int Vcpus => (Cpu + 1_023) / 1_024;

    internal static FargateSettings Read(ConfigReader reader) => new()
    {
        Cpu = reader.OneOf("fargateCpu", 1_024, "CPU units of a task, 1024 a vCPU", 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384),
        MemoryMb = reader.Between("fargateMemoryMb", 2_048, 512, 122_880, "Memory of a task in MB, of those that Fargate pairs with the CPU"),
        MinTasks = reader.Between("fargateMinTasks", 2, 1, 100, "Fewest tasks"),
        MaxTasks = reader.Between("fargateMaxTasks", 10, 1, 100, "Most tasks"),
        RequestsPerTask = reader.Between("fargateRequestsPerTask", 600, 1, 100_000, "Requests a minute and task that scaling aims at"),
        CpuTarget = reader.Between("fargateCpuTarget", 50, 10, 90, "CPU in percent that scaling aims at"),
    };

    /// <summary>The memory in MB that Fargate pairs with CPU units: least, most and step.</summary>
    /// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html</remarks>
    internal static (int Least, int Most, int Step) MemoryFor(int cpu) => cpu switch
    {
        256 => (512, 2_048, 512),
        512 => (1_024, 4_096, 1_024),
        1_024 => (2_048, 8_192, 1_024),
        2_048 => (4_096, 16_384, 1_024),
        4_096 => (8_192, 30_720, 1_024),
        8_192 => (16_384, 61_440, 4_096),
        _ => (32_768, 122_880, 8_192),
    };

    /// <summary>Whether Fargate has tasks of this CPU and memory.</summary>
    internal bool IsPair
    {
        get
        {
            var (least, most, step) = MemoryFor(Cpu);
            // 256 units go with 512, 1024 and 2048 MB only.
            return MemoryMb >= least && MemoryMb <= most && MemoryMb % step == 0 && !(Cpu == 256 && MemoryMb == 1_536);
        }
    }
}
