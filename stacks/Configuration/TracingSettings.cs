namespace Stacks.Configuration;

/// <summary>Whether the service's spans go on the gateway's traces.</summary>
public sealed record TracingSettings
{
    /// <summary>Memory of the collector beside the service, MB.</summary>
    internal const int CollectorMemoryMb = 256;

    /// <summary>CPU of the collector beside the service, in thousandths.</summary>
    internal const int CollectorCpuMillis = 100;

    /// <summary>Whether a collector runs beside the service on Fargate, EKS and EC2.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Requests without a trace of their own that begin one, in percent.</summary>
    public required int Percent { get; init; }

    /// <summary>Digest of the collector's image in the account's repository; null copies it there.</summary>
    public string? CollectorDigest { get; init; }

    internal static TracingSettings Read(ConfigReader reader) => new()
    {
        Enabled = reader.Flag("tracing", false, "Whether spans of the service go on the gateway's traces in X-Ray, by a collector beside it on Fargate, EKS and EC2; Lambda traces itself"),
        Percent = reader.Between("tracingPercent", 5, 0, 100, "Requests in percent that begin a trace where the gateway has not decided"),
        CollectorDigest = reader.Optional("otelCollectorDigest", "Image of the ADOT collector, which the account's repository has; empty copies it there", Forms.Digest, "sha256: and 64 hexadecimal digits"),
    };
}
