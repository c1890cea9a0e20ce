using Pulumi;
using Pulumi.Aws.Eks;
using Pulumi.Aws.LB;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Events;
using Stacks.Iam;
using Stacks.Service;
using CustomResource = Pulumi.Kubernetes.ApiExtensions.CustomResource;

namespace Stacks.Backends.Eks;

/// <summary>The service's objects in the cluster.</summary>
internal sealed class Workload : ComponentResource
{
    /// <summary>Name of every object of the service.</summary>
    public const string ObjectName = ServiceContainer.Name;

    /// <summary>Name of the object with the connection string of the event database.</summary>
    public const string SecretName = "events";

    public Workload(string name, BackendContext context, ClusterAccess cluster, ServiceRole role, TargetGroup targets, ComponentResourceOptions options)
        : base("room-type:backends:Workload", name, options)
    {
        var child = new CustomResourceOptions { Parent = this, Provider = cluster.Provider, DependsOn = [.. cluster.Ready] };
        var space = CreateNamespace(child);
        var spaceName = space.Metadata.Apply(metadata => metadata.Name);
        var account = new ServiceAccount(
            ObjectName,
            new ServiceAccountArgs { Metadata = Meta(spaceName), AutomountServiceAccountToken = false },
            child);
        var identity = new PodIdentityAssociation(
            ObjectName,
            new PodIdentityAssociationArgs { ClusterName = cluster.Name, Namespace = spaceName, ServiceAccount = ObjectName, RoleArn = role.Arn },
            new CustomResourceOptions { Parent = this, DependsOn = { role } });
        if (context.Events?.SecretConnection is { } database)
            _ = new Secret(SecretName, new SecretArgs { Metadata = new ObjectMetaArgs { Name = SecretName, Namespace = spaceName }, StringData = { { EventStore.ConnectionVariable, database } } }, child);
        if (cluster.NodePool is not null)
            NetworkRules.Enable(child);
        NetworkRules.Create(context, spaceName, child);
        var deployment = ServicePods.Create(context, cluster, spaceName, new CustomResourceOptions
        {
            Parent = this,
            Provider = cluster.Provider,
            DependsOn = { account, identity },
            // The provider waits for the whole rollout, 10 minutes where it is not told. A quarter of the pods changes at a time.
            CustomTimeouts = new CustomTimeouts { Create = Patience(context.Settings.Eks), Update = Patience(context.Settings.Eks) },
        });
        PodScaling.Create(context.Settings.Eks, spaceName, child);
        Bind(CreateService(spaceName, child), targets, spaceName, child);
        RegisterOutputs(new Dictionary<string, object?> { ["deployment"] = deployment.Metadata.Apply(metadata => metadata.Name) });
    }

    private static TimeSpan Patience(EksSettings eks) => TimeSpan.FromMinutes(10 + (2 * Math.Ceiling(eks.MaxPods / Math.Ceiling(eks.MaxPods * EksSettings.SurgePercent / 100.0))));

    /// <summary>The labels by which objects find the service's pods.</summary>
    public static InputMap<string> Labels => new() { { "app.kubernetes.io/name", ObjectName }, { "app.kubernetes.io/part-of", Pulumi.Deployment.Instance.ProjectName } };

    /// <summary>Name, namespace and labels of an object.</summary>
    public static ObjectMetaArgs Meta(Output<string> space) => new() { Name = ObjectName, Namespace = space, Labels = Labels };

    private static Namespace CreateNamespace(CustomResourceOptions options) => new(
        "service",
        new NamespaceArgs
        {
            Metadata = new ObjectMetaArgs
            {
                Name = StackName.Full,
                Labels =
                {
                    { "pod-security.kubernetes.io/enforce", "restricted" },
                    // A pod is ready when the load balancer says so, too.
                    { "eks.amazonaws.com/pod-readiness-gate-inject", "enabled" },
                },
            },
        },
        options);

    private static Pulumi.Kubernetes.Core.V1.Service CreateService(Output<string> space, CustomResourceOptions options) => new(
        ObjectName,
        new ServiceArgs
        {
            Metadata = Meta(space),
            Spec = new ServiceSpecArgs
            {
                Type = "ClusterIP",
                Selector = Labels,
                Ports = { new ServicePortArgs { Name = "http", Port = ServiceContainer.Port, TargetPort = "http", Protocol = "TCP" } },
            },
        },
        options);

    // https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html and .../auto-learn-iam.html: pods become targets of a group that AWS has.
    private static void Bind(Pulumi.Kubernetes.Core.V1.Service service, TargetGroup targets, Output<string> space, CustomResourceOptions options) => _ = new CustomResource(
        ObjectName,
        new SpecArgs("eks.amazonaws.com/v1", "TargetGroupBinding", ObjectName, space, new InputMap<object>
        {
            { "targetType", "ip" },
            { "targetGroupARN", targets.Arn.Apply(arn => (object)arn) },
            { "serviceRef", service.Metadata.Apply(metadata => (object)new Dictionary<string, object> { ["name"] = metadata.Name, ["port"] = ServiceContainer.Port }) },
        }),
        options);
}
