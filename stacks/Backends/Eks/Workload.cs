using Pulumi;
using Pulumi.Aws.Eks;
using Pulumi.Aws.LB;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Stacks.Backends.Containers;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Service;
using CustomResource = Pulumi.Kubernetes.ApiExtensions.CustomResource;

namespace Stacks.Backends.Eks;

/// <summary>The service's objects in the cluster.</summary>
internal sealed class Workload : ComponentResource
{
    /// <summary>Name of every object of the service.</summary>
    public const string ObjectName = ServiceContainer.Name;

    /// <summary>Name of the object with the secret of the event store.</summary>
    public const string SecretName = "events";

    private const string PartOf = "app.kubernetes.io/part-of";

    public Workload(string name, BackendContext context, ClusterAccess cluster, ServiceRole role, PrivateLoadBalancer balancer, ComponentResourceOptions options)
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
        if (context.Events is { SecretValue: { } secret } events)
            _ = new Secret(SecretName, new SecretArgs { Metadata = new ObjectMetaArgs { Name = SecretName, Namespace = spaceName }, StringData = { { events.SecretVariable, secret } } }, child);
        if (cluster.NodePool is not null)
            NetworkRules.Enable(child);
        NetworkRules.Create(context, spaceName, child);
        var eks = context.Settings.Eks;
        var pods = new CustomResourceOptions
        {
            Parent = this,
            Provider = cluster.Provider,
            DependsOn = { account, identity },
            // The provider waits for the whole rollout, 10 minutes where it is not told. A quarter of the pods changes at a time.
            CustomTimeouts = new CustomTimeouts { Create = Patience(eks), Update = Patience(eks) },
        };
        if (eks.CanaryDigest is { } digest && balancer.AlternateTargets is { } alternate)
        {
            Canary = Eks.Canary.Create(context, cluster, spaceName, alternate, digest, child, pods);
            // What callers rely on stays as it is while another version is tried, whatever the settings say by now.
            pods.IgnoreChanges.Add("spec");
        }

        var deployment = ServicePods.Create(context, cluster, ServicePods.Stable(context, spaceName), pods);
        PodScaling.Create(eks, spaceName, child);
        Bind(ObjectName, CreateService(Meta(spaceName), child), balancer.Targets, spaceName, child);
        RegisterOutputs(new Dictionary<string, object?> { ["deployment"] = deployment.Metadata.Apply(metadata => metadata.Name) });
    }

    /// <summary>The pods of the version that is tried; null while none is.</summary>
    public Pulumi.Kubernetes.Apps.V1.Deployment? Canary { get; }

    private static TimeSpan Patience(EksSettings eks) => TimeSpan.FromMinutes(10 + (2 * Math.Ceiling(eks.MaxPods / Math.Ceiling(eks.MaxPods * EksSettings.SurgePercent / 100.0))));

    /// <summary>The labels by which objects find the service's pods.</summary>
    public static InputMap<string> Labels => LabelsOf(ObjectName);

    /// <summary>The label that pods of every version have.</summary>
    public static InputMap<string> CommonLabels => new() { { PartOf, Pulumi.Deployment.Instance.ProjectName } };

    /// <summary>The labels by which objects find pods.</summary>
    public static InputMap<string> LabelsOf(string name) => new() { { "app.kubernetes.io/name", name }, { PartOf, Pulumi.Deployment.Instance.ProjectName } };

    /// <summary>Name, namespace and labels of an object.</summary>
    public static ObjectMetaArgs Meta(Output<string> space, string name = ObjectName) => new() { Name = name, Namespace = space, Labels = LabelsOf(name) };

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

    /// <summary>What finds the pods that have an object's labels.</summary>
    public static Pulumi.Kubernetes.Core.V1.Service CreateService(ObjectMetaArgs meta, CustomResourceOptions options, string name = ObjectName) => new(
        name,
        new ServiceArgs
        {
            Metadata = meta,
            Spec = new ServiceSpecArgs
            {
                Type = "ClusterIP",
                Selector = LabelsOf(name),
                Ports = { new ServicePortArgs { Name = "http", Port = ServiceContainer.Port, TargetPort = "http", Protocol = "TCP" } },
            },
        },
        options);

    /// <summary>Pods become targets of a group that AWS has.</summary>
    /// <remarks>https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html and .../auto-learn-iam.html</remarks>
    public static CustomResource Bind(string name, Pulumi.Kubernetes.Core.V1.Service service, TargetGroup targets, Output<string> space, CustomResourceOptions options) => new(
        name,
        new SpecArgs("eks.amazonaws.com/v1", "TargetGroupBinding", name, space, new InputMap<object>
        {
            { "targetType", "ip" },
            { "targetGroupARN", targets.Arn.Apply(arn => (object)arn) },
            { "serviceRef", service.Metadata.Apply(metadata => (object)new Dictionary<string, object> { ["name"] = metadata.Name, ["port"] = ServiceContainer.Port }) },
        }),
        options);
}
