using System.Text.Json;
using Pulumi;
using Stacks.Backends.Containers;
using Stacks.Configuration;
using Stacks.Events;
using Stacks.Service;

namespace Stacks.Backends.Fargate;

/// <summary>The task's containers as ECS says them: the service, and beside it the AppConfig agent and the collector of traces where they are asked for.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html</remarks>
internal static class ContainerDefinitions
{
    /// <summary>The definitions as JSON.</summary>
    /// <param name="context">What the stack gives a backend.</param>
    /// <param name="logGroup">Name of the log group.</param>
    /// <param name="database">ARN and version of the secret with the connection string of the event database; null without.</param>
    public static Output<string> Of(BackendContext context, Output<string> logGroup, Output<string>? database) =>
        Output.Tuple(context.ImageUri, context.Agent?.ImageUri ?? Output.Create(""), context.Collector?.ImageUri ?? Output.Create(""), logGroup, database ?? Output.Create(""), TaskContainer.Known(context.StoreVariables))
            .Apply(known => JsonSerializer.Serialize(All(context.Settings, known.Item1, known.Item2, known.Item3, known.Item4, known.Item5, known.Item6), TaskContainer.Json));

    private static List<object> All(Settings settings, string image, string agentImage, string collectorImage, string logGroup, string database, IEnumerable<KeyValuePair<string, string>> storeVariables)
    {
        var sidecars = Sidecar.Of(settings, agentImage, collectorImage);
        return
        [
            Service(settings, image, sidecars, database, storeVariables, TaskContainer.Logs(settings, logGroup, ServiceContainer.Name)),
            .. sidecars.Select(sidecar => Definition(sidecar, TaskContainer.Logs(settings, logGroup, sidecar.Name))),
        ];
    }

    private static object Service(Settings settings, string image, IReadOnlyList<Sidecar> sidecars, string database, IEnumerable<KeyValuePair<string, string>> storeVariables, object logs) => new
    {
        ServiceContainer.Name,
        Image = image,
        Essential = true,
        Memory = settings.Fargate.MemoryMb - sidecars.Sum(sidecar => sidecar.MemoryMb),
        User = $"{ServiceContainer.User}:{ServiceContainer.User}",
        ReadonlyRootFilesystem = true,
        LinuxParameters = TaskContainer.NoPrivileges,
        PortMappings = new[] { new { ContainerPort = ServiceContainer.Port, Protocol = "tcp" } },
        // The task is limited, which its containers do not see: the workers have to be told.
        Environment = TaskContainer.Variables(ServiceEnvironment.Of(settings, settings.Fargate.Vcpus, settings.Experiments.Source).Concat(storeVariables)),
        Secrets = database.Length > 0 ? new[] { new { Name = EventStore.ConnectionVariable, ValueFrom = database } } : null,
        MountPoints = TaskContainer.Mounts,
        HealthCheck = Health(ServiceContainer.HealthCommand),
        StopTimeout = ServiceContainer.StopSeconds,
        // They stop after the service then, which has its last spans to send.
        DependsOn = sidecars.Count > 0 ? sidecars.Select(sidecar => new { ContainerName = sidecar.Name, Condition = "START" }) : null,
        LogConfiguration = logs,
    };

    private static object Definition(Sidecar sidecar, object logs) => new
    {
        sidecar.Name,
        sidecar.Image,
        // The service answers without it, with default variations or without traces.
        Essential = false,
        Memory = sidecar.MemoryMb,
        User = $"{sidecar.User}:{sidecar.User}",
        ReadonlyRootFilesystem = true,
        LinuxParameters = TaskContainer.NoPrivileges,
        Environment = TaskContainer.Variables(sidecar.Environment),
        HealthCheck = sidecar.HealthCommand is { } command ? Health(command) : null,
        LogConfiguration = logs,
    };

    private static object Health(IEnumerable<string> command) => new { Command = command.Prepend("CMD"), Interval = 10, Timeout = 3, Retries = 3, StartPeriod = 10 };
}
