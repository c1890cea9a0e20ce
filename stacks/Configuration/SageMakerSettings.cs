using Stacks.Conventions;

namespace Stacks.Configuration;

/// <summary>Sizes on SageMaker.</summary>
public sealed record SageMakerSettings
{
    /// <summary>The longest name of an endpoint.</summary>
    /// <remarks>https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html</remarks>
    internal const int LongestName = 63;

    /// <summary>The largest body that an endpoint without instances takes, in bytes.</summary>
    /// <remarks>https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html</remarks>
    internal const int MostBytesWithoutInstances = 4_000_000;

    /// <summary>Whether the endpoint has no instances of its own.</summary>
    public required bool Serverless { get; init; }

    /// <summary>Size of an instance; its family goes by the processor.</summary>
    public required string InstanceSize { get; init; }

    /// <summary>Fewest instances.</summary>
    public required int MinInstances { get; init; }

    /// <summary>Most instances.</summary>
    public required int MaxInstances { get; init; }

    /// <summary>Requests a minute and instance that scaling aims at.</summary>
    public required int RequestsPerInstance { get; init; }

    /// <summary>Requests at once and instance that scaling aims at.</summary>
    public required int ConcurrencyPerInstance { get; init; }

    /// <summary>Memory of a process without instances, in MB.</summary>
    public required int ServerlessMemoryMb { get; init; }

    /// <summary>Most requests at once without instances.</summary>
    public required int ServerlessConcurrency { get; init; }

    /// <summary>Processes without instances that are kept warm.</summary>
    public required int ServerlessProvisioned { get; init; }

    /// <summary>Warm processes that scaling may go up to; 0: it does not scale.</summary>
    public required int ServerlessProvisionedMax { get; init; }

    /// <summary>vCPUs of an instance.</summary>
    public int Vcpus => InstanceSize switch { "large" => 2, "xlarge" => 4, "2xlarge" => 8, _ => 16 };

    internal static SageMakerSettings Read(ConfigReader reader) => new()
    {
        Serverless = reader.OneOf("sagemakerCapacity", "instances", "Instances that are always there, or SageMaker's own machines, which are there while they answer", "instances", "serverless") == "serverless",
        InstanceSize = reader.OneOf("sagemakerInstanceSize", "large", "Size of an instance, of ml.c7g with arm64 and ml.c7i with x64", "large", "xlarge", "2xlarge", "4xlarge"),
        MinInstances = reader.Between("sagemakerMinInstances", 2, 1, 100, "Fewest instances, of which half at most try a new version"),
        MaxInstances = reader.Between("sagemakerMaxInstances", 10, 1, 100, "Most instances"),
        RequestsPerInstance = reader.Between("sagemakerRequestsPerInstance", 1_200, 1, 100_000, "Requests a minute and instance that scaling aims at"),
        ConcurrencyPerInstance = reader.Between("sagemakerConcurrencyPerInstance", 2, 1, 1_000, "Requests at once and instance that scaling aims at, which it sees within seconds"),
        ServerlessMemoryMb = reader.OneOf("sagemakerServerlessMemoryMb", 3_072, "Memory of a process without instances in MB, by which it gets CPU", 1_024, 2_048, 3_072, 4_096, 5_120, 6_144),
        ServerlessConcurrency = reader.Between("sagemakerServerlessConcurrency", 20, 1, 200, "Most requests at once without instances; more are refused"),
        ServerlessProvisioned = reader.Between("sagemakerServerlessProvisioned", 0, 0, 200, "Processes without instances that are kept warm"),
        ServerlessProvisionedMax = reader.Between("sagemakerServerlessProvisionedMax", 0, 0, 200, "Warm processes that scaling may go up to, where 0 does not scale"),
    };

    /// <summary>What instances are.</summary>
    /// <param name="architecture">arm64 or x64.</param>
    internal string InstanceTypeFor(string architecture) => $"ml.{(architecture == "arm64" ? "c7g" : "c7i")}.{InstanceSize}";

    /// <summary>
    /// The endpoint's name, known beforehand. Other instances are another endpoint: SageMaker changes the type of none that scales.
    /// </summary>
    /// <param name="architecture">arm64 or x64.</param>
    internal string EndpointNameFor(string architecture) =>
        $"{StackName.Full}-{(Serverless ? "serverless" : InstanceTypeFor(architecture)["ml.".Length..].Replace('.', '-'))}";
}
