using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Conventions;

namespace Stacks.Observability;

/// <summary>
/// The log groups that outlive a backend: whatever runs the service now, they are the same objects, so a switch loses no message and
/// meets no group that was kept under its name. One that nothing writes to costs nothing.
/// </summary>
public sealed class ServiceLogs : ComponentResource
{
    private const string GroupType = "aws:cloudwatch/logGroup:LogGroup";
    private const string EksCluster = "room-type:backends:EksBackend$room-type:backends:EksCluster";

    // The agent of a cluster would make them without an end, and without the key.
    private static readonly string[] ContainerKinds = ["application", "dataplane", "host", "performance"];

    private readonly int _retentionDays;
    private readonly Output<string> _keyArn;

    /// <summary>Provisions the groups.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="retentionDays">Days that messages are kept.</param>
    /// <param name="keyArn">The key that encrypts them.</param>
    /// <param name="endpoint">Name of SageMaker's endpoint.</param>
    /// <param name="isServing">Whether that endpoint is the backend. Otherwise its group stays as it is when the name changes with the stack's processors.</param>
    /// <param name="options">Options of the component.</param>
    public ServiceLogs(string name, int retentionDays, Output<string> keyArn, string endpoint, bool isServing, ComponentResourceOptions? options = null)
        : base("room-type:observability:ServiceLogs", name, options)
    {
        (_retentionDays, _keyArn) = (retentionDays, keyArn);
        Service = Create("service", null, FormerUrn.Of("room-type:backends:LambdaBackend", GroupType, "function"), FormerUrn.Of("room-type:backends:FargateBackend", GroupType, "tasks"));
        Flow = Create("flow", null, FormerUrn.Of("room-type:network:PrivateNetwork$aws:ec2/vpc:Vpc", GroupType, "flow"));
        TaskMeasures = Create("tasks-performance", $"/aws/ecs/containerinsights/{StackName.Full}/performance");
        Events = Create("events", $"/aws/rds/cluster/{StackName.Full}/postgresql");
        Endpoint = new LogGroup("endpoint", Args($"/aws/sagemaker/Endpoints/{endpoint}"), new CustomResourceOptions { Parent = this, IgnoreChanges = isServing ? [] : ["name"] });
        ControlPlane = Create("control-plane", $"/aws/eks/{StackName.Full}/cluster", FormerUrn.Of(EksCluster, GroupType, "control-plane"));
        Containers = ContainerKinds.ToDictionary(
            kind => kind, kind => Create($"containers-{kind}", $"/aws/containerinsights/{StackName.Full}/{kind}", FormerUrn.Of(EksCluster, GroupType, $"containers-{kind}")));
        RegisterOutputs(new Dictionary<string, object?> { ["service"] = Service.Name });
    }

    /// <summary>Messages of the service as a function or as tasks.</summary>
    public LogGroup Service { get; }

    /// <summary>Connections that the network refuses.</summary>
    public LogGroup Flow { get; }

    /// <summary>Measures of tasks, under the name that Container Insights gives them: ECS would make it without an end.</summary>
    public LogGroup TaskMeasures { get; }

    /// <summary>Messages of the event database, under the name that RDS gives them.</summary>
    public LogGroup Events { get; }

    /// <summary>Messages of the service at an endpoint, under the name that SageMaker gives them.</summary>
    public LogGroup Endpoint { get; }

    /// <summary>Messages of a cluster's control plane, under the name that EKS gives them.</summary>
    public LogGroup ControlPlane { get; }

    /// <summary>Messages and measures of a cluster's containers by kind, under the names that Container Insights gives them.</summary>
    public IReadOnlyDictionary<string, LogGroup> Containers { get; }

    private LogGroup Create(string name, string? path, params Alias[] formerly) =>
        new(name, Args(path), new CustomResourceOptions { Parent = this, Aliases = [.. formerly] });

    private LogGroupArgs Args(string? path)
    {
        var args = new LogGroupArgs { RetentionInDays = _retentionDays, KmsKeyId = _keyArn };
        if (path is not null)
            args.Name = path;
        return args;
    }
}
