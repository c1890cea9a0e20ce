using System.Globalization;
using RoomTypes.Cost.Hosts;

namespace RoomTypes.Cost.Days;

/// <summary>The sizes that are tried on a host, and the settings that make them.</summary>
internal static class Sizes
{
    private static readonly double[] Vcpus = [0.5, 1, 2, 4];
    private static readonly int[] FunctionMegabytes = [885, 1_769, 3_538];
    private const double MegabytesPerVcpu = 1_769;

    /// <summary>The host at each size; none where no setting has a size.</summary>
    public static IEnumerable<Host> Of(Host host) => host switch
    {
        FunctionHost function => FunctionMegabytes.Select(megabytes => function with { Vcpus = megabytes / MegabytesPerVcpu, Gigabytes = megabytes / 1024.0 }),
        ContainerHost { Kind: "Fargate" or "EKS" } container => Vcpus.Select(vcpus => container with { Vcpus = vcpus, Gigabytes = container.Kind == "EKS" ? Math.Max(0.5, vcpus) : vcpus * 2 }),
        _ => [],
    };

    /// <summary>The settings of a host's size, by their names in a stack's file.</summary>
    public static IReadOnlyDictionary<string, string> Settings(Host host) => (host switch
    {
        FunctionHost function => new (string Name, double Value)[]
        {
            ("lambdaMemoryMb", Math.Round(function.Gigabytes * 1024)), ("lambdaReservedConcurrency", function.Most),
            ("lambdaProvisionedConcurrency", function.Warm), ("lambdaProvisionedMax", function.WarmMost > function.Warm ? function.WarmMost : 0),
        },
        ContainerHost { Kind: "EKS" } pods =>
        [
            ("eksPodCpuMillis", pods.Vcpus * 1000), ("eksPodMemoryMb", pods.Gigabytes * 1024), ("eksMinPods", pods.Least), ("eksMaxPods", pods.Most),
            // A node keeps a part of its CPU for itself.
            ("eksMaxNodeVcpus", Math.Ceiling(pods.Vcpus * pods.Most * 1.25) + 2),
        ],
        ContainerHost tasks => [("fargateCpu", tasks.Vcpus * 1024), ("fargateMemoryMb", tasks.Gigabytes * 1024), ("fargateMinTasks", tasks.Least), ("fargateMaxTasks", tasks.Most)],
        _ => [],
    }).ToDictionary(setting => setting.Name, setting => setting.Value.ToString(CultureInfo.InvariantCulture));
}
