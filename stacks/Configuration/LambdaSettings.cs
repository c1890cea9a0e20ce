namespace Stacks.Configuration;

/// <summary>Sizes on Lambda.</summary>
public sealed record LambdaSettings
{
    /// <summary>Whether the function runs on instances in the account.</summary>
    public required bool Managed { get; init; }

    /// <summary>Memory in MB.</summary>
    public required int MemoryMb { get; init; }

    /// <summary>Longest time of an invocation in seconds.</summary>
    public required int TimeoutSeconds { get; init; }

    /// <summary>The most invocations at once; 0: as many as the account has left.</summary>
    public required int ReservedConcurrency { get; init; }

    /// <summary>Environments that are kept warm.</summary>
    public required int ProvisionedConcurrency { get; init; }

    /// <summary>Warm environments that scaling may go up to.</summary>
    public required int ProvisionedMax { get; init; }

    /// <summary>Whether environments go on from a snapshot of one that has started.</summary>
    public required bool SnapStart { get; init; }

    /// <summary>Most vCPUs of managed instances.</summary>
    public required int ManagedMaxVcpus { get; init; }

    /// <summary>Memory of a managed environment by vCPU, in GiB.</summary>
    public required int ManagedGibPerVcpu { get; init; }

    /// <summary>vCPUs of one environment: what Lambda gives for its memory, at least one.</summary>
    public int Vcpus => Managed ? Math.Max(1, MemoryMb / 1_024 / ManagedGibPerVcpu) : Math.Max(1, (MemoryMb + 1_768) / 1_769);

    internal static LambdaSettings Read(ConfigReader reader) => new()
    {
        Managed = reader.OneOf("lambdaCapacity", "default", "Lambda's own machines, or managed instances in the account", "default", "managed") == "managed",
        MemoryMb = reader.Between("lambdaMemoryMb", 1_769, 128, 32_768, "Memory of the function in MB, of which 1769 give one vCPU, at most 10240 on Lambda's own machines"),
        TimeoutSeconds = reader.Between("lambdaTimeoutSeconds", 27, 2, 28, "Seconds until Lambda ends an invocation"),
        ReservedConcurrency = reader.Between("lambdaReservedConcurrency", 20, 0, 1_000, "Most invocations at once, which bounds the bill, where 0 reserves none, as in a new account whose limit is 10"),
        ProvisionedConcurrency = reader.Between("lambdaProvisionedConcurrency", 0, 0, 1_000, "Environments that are kept warm"),
        ProvisionedMax = reader.Between("lambdaProvisionedMax", 0, 0, 1_000, "Warm environments that scaling may go up to, where 0 does not scale"),
        SnapStart = reader.Flag("lambdaSnapStart", false, "Environments go on from a snapshot of one that has started, instead of starting"),
        ManagedMaxVcpus = reader.Between("lambdaManagedMaxVcpus", 24, 6, 400, "Most vCPUs of managed instances"),
        ManagedGibPerVcpu = reader.OneOf("lambdaManagedGibPerVcpu", 2, "Memory of a managed environment by vCPU in GiB", 2, 4, 8),
    };
}
