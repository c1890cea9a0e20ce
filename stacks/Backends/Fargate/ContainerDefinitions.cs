using System.Text.Json;
using System.Text.Json.Serialization;
using Pulumi;
using Stacks.Configuration;
using Stacks.Experiments;
using Stacks.Service;

namespace Stacks.Backends.Fargate;

/// <summary>The task's containers as ECS says them: the service, and the AppConfig agent where it is asked.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html</remarks>
internal static class ContainerDefinitions
{
    public const string WritableVolume = "tmp";

    private const int AgentMemoryMb = 128;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The definitions as JSON.</summary>
    /// <param name="context">What the stack gives a backend.</param>
    /// <param name="logGroup">Name of the log group.</param>
    /// <param name="database">ARN and version of the secret with the connection string of the event database; null without.</param>
    public static Output<string> Of(BackendContext context, Output<string> logGroup, Output<string>? database) =>
        Output.Tuple(context.ImageUri, context.Agent?.ImageUri ?? Output.Create(""), logGroup, database ?? Output.Create(""))
            .Apply(known => JsonSerializer.Serialize(All(context.Settings, known.Item1, known.Item2, known.Item3, known.Item4), Json));

    private static IEnumerable<object> All(Settings settings, string image, string agentImage, string logGroup, string database)
    {
        var hasAgent = agentImage.Length > 0;
        yield return Service(settings, image, hasAgent, database, Logs(settings, logGroup, ServiceContainer.Name));
        if (hasAgent)
            yield return Agent(settings, agentImage, Logs(settings, logGroup, AppConfigAgent.Name));
    }

    private static object Service(Settings settings, string image, bool hasAgent, string database, object logs) => new
    {
        ServiceContainer.Name,
        Image = image,
        Essential = true,
        Memory = settings.Fargate.MemoryMb - (hasAgent ? AgentMemoryMb : 0),
        User = $"{ServiceContainer.User}:{ServiceContainer.User}",
        ReadonlyRootFilesystem = true,
        LinuxParameters = NoPrivileges,
        PortMappings = new[] { new { ContainerPort = ServiceContainer.Port, Protocol = "tcp" } },
        // The task is limited, which its containers do not see: the workers have to be told.
        Environment = Variables(ServiceEnvironment.Of(settings, settings.Fargate.Vcpus, settings.Experiments.Source)),
        Secrets = database.Length > 0 ? new[] { new { Name = EventDatabase.Variable, ValueFrom = database } } : null,
        MountPoints = new[] { new { SourceVolume = WritableVolume, ContainerPath = ServiceContainer.WritableFolder, ReadOnly = false } },
        HealthCheck = new { Command = ServiceContainer.HealthCommand.Prepend("CMD"), Interval = 10, Timeout = 3, Retries = 3, StartPeriod = 10 },
        StopTimeout = ServiceContainer.StopSeconds,
        DependsOn = hasAgent ? new[] { new { ContainerName = AppConfigAgent.Name, Condition = "START" } } : null,
        LogConfiguration = logs,
    };

    private static object Agent(Settings settings, string image, object logs) => new
    {
        AppConfigAgent.Name,
        Image = image,
        // The service falls back to default variations without it.
        Essential = false,
        Memory = AgentMemoryMb,
        User = $"{AppConfigAgent.User}:{AppConfigAgent.User}",
        ReadonlyRootFilesystem = true,
        LinuxParameters = NoPrivileges,
        Environment = Variables(AppConfigAgent.Environment(settings.Region)),
        LogConfiguration = logs,
    };

    private static object NoPrivileges => new { Capabilities = new { Drop = new[] { "ALL" } }, InitProcessEnabled = false };

    private static IEnumerable<object> Variables(IReadOnlyDictionary<string, string> variables) => variables.Select(pair => new { Name = pair.Key, pair.Value });

    private static object Logs(Settings settings, string group, string container) => new
    {
        LogDriver = "awslogs",
        Options = new Dictionary<string, string>
        {
            ["awslogs-group"] = group,
            ["awslogs-region"] = settings.Region,
            ["awslogs-stream-prefix"] = container,
            // Logs must not hold up requests.
            ["mode"] = "non-blocking",
            ["max-buffer-size"] = "4m",
        },
    };
}
