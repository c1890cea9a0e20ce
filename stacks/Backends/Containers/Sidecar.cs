using Stacks.Configuration;
using Stacks.Experiments;
using Stacks.Tracing;

namespace Stacks.Backends.Containers;

/// <summary>What runs beside the service's container: the AppConfig agent and the collector of traces where they are asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">By digest.</param>
/// <param name="User">User and group.</param>
/// <param name="MemoryMb">The most that it may take.</param>
/// <param name="Environment">Its variables.</param>
/// <param name="HealthCommand">Says whether it is well; null where nothing does.</param>
internal sealed record Sidecar(string Name, string Image, int User, int MemoryMb, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string>? HealthCommand = null)
{
    private const int AgentMemoryMb = 128;

    /// <summary>Those of a stack; an image without a name is not asked for.</summary>
    public static IReadOnlyList<Sidecar> Of(Settings settings, string agentImage, string collectorImage)
    {
        List<Sidecar> sidecars = [];
        if (agentImage.Length > 0)
            sidecars.Add(new(AppConfigAgent.Name, agentImage, AppConfigAgent.User, AgentMemoryMb, AppConfigAgent.Environment(settings)));
        if (collectorImage.Length > 0)
            sidecars.Add(new(TraceCollector.Name, collectorImage, TraceCollector.User, TraceCollector.MemoryMb, TraceCollector.Environment(settings.Region), TraceCollector.HealthCommand));
        return sidecars;
    }
}
