using System.Globalization;
using RoomTypes.Cost.Hosts;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.Days;

/// <summary>The sizes that are tried on a host, and the settings that make them.</summary>
internal static class Sizes
{
    private static readonly double[] Vcpus = [0.5, 1, 2, 4];
    private static readonly int[] FunctionMegabytes = [885, 1_769, 3_538];
    private static readonly int[] EndpointMegabytes = [2_048, 4_096, 6_144];
    private const string Endpoint = "SageMaker";
    private const string ServerlessEndpoint = "SageMaker without instances";

    // Of ml.c7g and ml.c7i.
    private static readonly Dictionary<double, string> EndpointSizes = new() { [2] = "large", [4] = "xlarge", [8] = "2xlarge" };

    /// <summary>The host at each size; none where no setting has a size.</summary>
    public static IEnumerable<Host> Of(Host host) => host switch
    {
        FunctionHost { Kind: "Lambda" } function => FunctionMegabytes.Select(megabytes => function with { Vcpus = FunctionMemory.Vcpus(megabytes), Gigabytes = megabytes / 1024.0 }),
        ContainerHost { Kind: "Fargate" or "EKS" } container => Vcpus.Select(vcpus => container with { Vcpus = vcpus, Gigabytes = container.Kind == "EKS" ? Math.Max(0.5, vcpus) : vcpus * 2 }),
        FunctionHost { Kind: ServerlessEndpoint } endpoint => EndpointMegabytes.Select(megabytes => endpoint with { Vcpus = endpoint.Vcpus * megabytes / 1024 / endpoint.Gigabytes, Gigabytes = megabytes / 1024.0 }),
        ContainerHost { Kind: Endpoint } endpoint => EndpointSizes.Keys.Select(vcpus => endpoint with { Vcpus = vcpus, Gigabytes = vcpus * 2 }),
        // Of machines, how many there are: their type is chosen by what an account may have.
        ContainerHost { Kind: "EC2" } machines => [machines],
        _ => [],
    };

    /// <summary>The fewest that a host's settings allow: an endpoint tries a version on at most half of its instances.</summary>
    public static int Fewest(Host host) => host switch { FunctionHost => 0, { Kind: Endpoint } => 2, _ => 1 };

    /// <summary>The settings of a host's size, by their names in a stack's file.</summary>
    public static IReadOnlyDictionary<string, string> Settings(Host host) => Numbers(host).Select(setting => KeyValuePair.Create(setting.Name, setting.Value.ToString(CultureInfo.InvariantCulture)))
        .Concat(host is { Kind: Endpoint } ? [KeyValuePair.Create("sagemakerInstanceSize", EndpointSizes[host.Vcpus])] : []).ToDictionary();

    private static (string Name, double Value)[] Numbers(Host host) => host switch
    {
        FunctionHost { Kind: ServerlessEndpoint } endpoint =>
        [
            ("sagemakerServerlessMemoryMb", endpoint.Gigabytes * 1024), ("sagemakerServerlessConcurrency", endpoint.Most),
            ("sagemakerServerlessProvisioned", endpoint.Warm), ("sagemakerServerlessProvisionedMax", endpoint.WarmMost > endpoint.Warm ? endpoint.WarmMost : 0),
        ],
        FunctionHost function =>
        [
            ("lambdaMemoryMb", Math.Round(function.Gigabytes * 1024)), ("lambdaReservedConcurrency", function.Most),
            ("lambdaProvisionedConcurrency", function.Warm), ("lambdaProvisionedMax", function.WarmMost > function.Warm ? function.WarmMost : 0),
        ],
        ContainerHost { Kind: "EKS" } pods =>
        [
            ("eksPodCpuMillis", pods.Vcpus * 1000), ("eksPodMemoryMb", pods.Gigabytes * 1024), ("eksMinPods", pods.Least), ("eksMaxPods", pods.Most),
            // A node keeps a part of its CPU for itself.
            ("eksMaxNodeVcpus", Math.Ceiling(pods.Vcpus * pods.Most * 1.25) + 2),
        ],
        ContainerHost { Kind: "EC2" } machines => [("ec2MinInstances", machines.Least), ("ec2MaxInstances", machines.Most)],
        ContainerHost { Kind: Endpoint } endpoint => [("sagemakerMinInstances", endpoint.Least), ("sagemakerMaxInstances", endpoint.Most)],
        ContainerHost tasks => [("fargateCpu", tasks.Vcpus * 1024), ("fargateMemoryMb", tasks.Gigabytes * 1024), ("fargateMinTasks", tasks.Least), ("fargateMaxTasks", tasks.Most)],
        _ => [],
    };
}
