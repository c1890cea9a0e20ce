using System.Text.RegularExpressions;

namespace Stacks.Configuration;

/// <summary>Sizes on EC2, and what instances are.</summary>
public sealed partial record Ec2Settings
{
    /// <summary>Instances beyond the number asked for, in percent, while versions change.</summary>
    internal const int SurgePercent = 25;

    /// <summary>Types of instances, the preferred first; none takes those of <see cref="DefaultTypes"/>.</summary>
    public required IReadOnlyList<string> InstanceTypes { get; init; }

    /// <summary>Fewest instances.</summary>
    public required int MinInstances { get; init; }

    /// <summary>Most instances.</summary>
    public required int MaxInstances { get; init; }

    /// <summary>Instances on demand before any on spot.</summary>
    public required int OnDemandBase { get; init; }

    /// <summary>Percent of the instances beyond the base that are on spot.</summary>
    public required int SpotPercent { get; init; }

    /// <summary>Requests a minute and instance that scaling aims at.</summary>
    public required int RequestsPerInstance { get; init; }

    /// <summary>CPU in percent that scaling aims at.</summary>
    public required int CpuTarget { get; init; }

    /// <summary>Whether a forecast is made of the load, and whether it scales: none, forecast or scale.</summary>
    public required string Predictive { get; init; }

    /// <summary>Instances that are kept stopped, set up already; 0: none.</summary>
    public required int WarmPool { get; init; }

    /// <summary>Disk of an instance in GB.</summary>
    public required int DiskGb { get; init; }

    /// <summary>The machine image; null takes the newest Amazon Linux 2023 at each update.</summary>
    public string? MachineImage { get; init; }

    internal static Ec2Settings Read(ConfigReader reader) => new()
    {
        InstanceTypes = reader.List("ec2InstanceTypes", [], "Types of instances, of as many vCPUs each, the preferred first; none takes c7g, c6g, m7g and m6g.large, on x64 c7i, c6i, m7i and m6i.large", Forms.InstanceType, "types like c7g.large"),
        MinInstances = reader.Between("ec2MinInstances", 2, 1, 100, "Fewest instances"),
        MaxInstances = reader.Between("ec2MaxInstances", 10, 1, 100, "Most instances"),
        OnDemandBase = reader.Between("ec2OnDemandBase", 2, 0, 100, "Instances on demand before any is on spot"),
        SpotPercent = reader.Between("ec2SpotPercent", 0, 0, 100, "Percent of the instances beyond ec2OnDemandBase that are on spot, which AWS may take back at two minutes' notice"),
        RequestsPerInstance = reader.Between("ec2RequestsPerInstance", 1_200, 1, 100_000, "Requests a minute and instance that scaling aims at"),
        CpuTarget = reader.Between("ec2CpuTarget", 50, 10, 90, "CPU in percent that scaling aims at"),
        Predictive = reader.OneOf("ec2PredictiveScaling", "forecast", "Whether the load of the next two days is forecast from that of the last fourteen, to look at, and whether instances start before it comes", "none", "forecast", "scale"),
        WarmPool = reader.Between("ec2WarmPool", 0, 0, 100, "Instances that are kept stopped, set up already, so that they serve sooner; with one type and without spot alone"),
        DiskGb = reader.Between("ec2DiskGb", 10, 8, 1_000, "Disk of an instance in GB"),
        MachineImage = reader.Optional("ec2MachineImage", "Image of Amazon Linux 2023 for instances; empty takes the newest at each update, which then rolls them", Forms.MachineImage, "ami- and hexadecimal digits"),
    };

    /// <summary>What instances are.</summary>
    /// <param name="architecture">arm64 or x64.</param>
    internal IReadOnlyList<string> TypesFor(string architecture) => InstanceTypes.Count > 0 ? InstanceTypes : DefaultTypes(architecture);

    /// <summary>What instances are where nothing is said: the types of a few families with two vCPUs, so that one that is sold out stops nothing.</summary>
    internal static string[] DefaultTypes(string architecture) => architecture == "arm64"
        ? ["c7g.large", "c6g.large", "m7g.large", "m6g.large"]
        : ["c7i.large", "c6i.large", "m7i.large", "m6i.large"];

    /// <summary>arm64 where a type's family is of Graviton: the letter g after the generation, and the first of them, a1.</summary>
    /// <remarks>https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html</remarks>
    internal static string ArchitectureOf(string type) => Graviton().IsMatch(type) ? "arm64" : "x64";

    [GeneratedRegex(@"^(a1|[a-z]+[0-9]+g[a-z0-9-]*)\.")]
    private static partial Regex Graviton();
}
