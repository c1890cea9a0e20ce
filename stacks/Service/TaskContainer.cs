using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pulumi;
using Stacks.Configuration;
using Stacks.Iam;

namespace Stacks.Service;

/// <summary>What every container of ours in Amazon ECS has, and whoever starts it may.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html</remarks>
internal static class TaskContainer
{
    /// <summary>The service that takes the roles of tasks on.</summary>
    public const string Principal = "ecs-tasks.amazonaws.com";

    /// <summary>The one volume that is written to.</summary>
    public const string WritableVolume = "tmp";

    /// <summary>How definitions are written.</summary>
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>No rights of the kernel.</summary>
    public static object NoPrivileges => new { Capabilities = new { Drop = new[] { "ALL" } }, InitProcessEnabled = false };

    /// <summary>The volume, where the program writes.</summary>
    public static object Mounts => new[] { new { SourceVolume = WritableVolume, ContainerPath = ServiceContainer.WritableFolder, ReadOnly = false } };

    /// <summary>Variables as definitions have them.</summary>
    public static IEnumerable<object> Variables(IEnumerable<KeyValuePair<string, string>> variables) => variables.Select(pair => new { Name = pair.Key, pair.Value });

    /// <summary>Variables whose values are yet to be known.</summary>
    public static Output<ImmutableArray<KeyValuePair<string, string>>> Known(IReadOnlyDictionary<string, Output<string>> variables) =>
        Output.All(variables.Values).Apply(values => variables.Keys.Zip(values, KeyValuePair.Create).ToImmutableArray());

    /// <summary>Where a container's messages go.</summary>
    public static object Logs(Settings settings, string group, string container) => new
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

    /// <summary>What has to be allowed to whoever starts it.</summary>
    /// <param name="repositories">ARNs of the repositories of its images.</param>
    /// <param name="logs">ARN of the log group of its messages.</param>
    public static IReadOnlyList<Statement> Start(InputList<string> repositories, Output<string> logs) =>
    [
        new("PullsItsImages") { Actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resources = repositories },
        // The token is the account's: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
        new("EcrTokenHasNoResource") { Actions = ["ecr:GetAuthorizationToken"], Resources = new InputList<string> { "*" } },
        new("WritesItsLogGroup") { Actions = ["logs:CreateLogStream", "logs:PutLogEvents"], Resources = new InputList<string> { Output.Format($"{logs}:*") } },
    ];
}
