using System.Security.Cryptography;
using System.Text;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Stacks.Configuration;
using Stacks.Events;
using Stacks.Experiments;
using Stacks.Service;
using Stacks.Tracing;
using Deployment = Pulumi.Kubernetes.Apps.V1.Deployment;

namespace Stacks.Backends.Eks;

/// <summary>Pods of one version.</summary>
/// <param name="Name">Name of their deployment.</param>
/// <param name="Namespace">Where they are.</param>
/// <param name="ImageUri">The service's image by digest.</param>
/// <param name="Replicas">How many; null where an autoscaler says.</param>
internal sealed record PodVersion(string Name, Output<string> Namespace, Output<string> ImageUri, int? Replicas);

/// <summary>The pods: how they are rolled, where they go, and what runs in them.</summary>
internal static class ServicePods
{
    private const string WritableVolume = "tmp";

    // Longer than the load balancer's deregistration delay.
    private const int BeyondDeregistration = 5;

    /// <summary>The version that runs; the autoscaler owns the number of its pods.</summary>
    public static PodVersion Stable(BackendContext context, Output<string> space) => new(Workload.ObjectName, space, context.ImageUri, null);

    public static Deployment Create(BackendContext context, ClusterAccess cluster, PodVersion version, CustomResourceOptions options)
    {
        var labels = Workload.LabelsOf(version.Name);
        var spec = new DeploymentSpecArgs
        {
            RevisionHistoryLimit = 5,
            MinReadySeconds = 10,
            ProgressDeadlineSeconds = 600,
            Selector = new LabelSelectorArgs { MatchLabels = labels },
            Strategy = new DeploymentStrategyArgs { Type = "RollingUpdate", RollingUpdate = new RollingUpdateDeploymentArgs { MaxUnavailable = 0, MaxSurge = $"{EksSettings.SurgePercent}%" } },
            Template = new PodTemplateSpecArgs { Metadata = new ObjectMetaArgs { Labels = labels, Annotations = Annotations(context.Events) }, Spec = Pod(context, cluster, version) },
        };
        if (version.Replicas is { } replicas)
            spec.Replicas = replicas;
        return new Deployment(version.Name, new DeploymentArgs { Metadata = Workload.Meta(version.Namespace, version.Name), Spec = spec }, options);
    }

    private static InputMap<string> Annotations(EventStore? events)
    {
        // What Prometheus' and the OpenTelemetry collector's usual rules for pods look for.
        var annotations = new InputMap<string>
        {
            { "prometheus.io/scrape", "true" },
            { "prometheus.io/port", $"{ServiceContainer.Port}" },
            { "prometheus.io/path", ServiceContainer.MetricsPath },
        };
        // Pods read a secret when they start: another one has to roll them.
        if (events?.SecretValue is { } secret)
            annotations.Add("checksum/events", secret.Apply(value => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))));
        return annotations;
    }

    // The load balancer is told while the pod still serves: it sends nothing new, and what it has sent is answered, before SIGTERM.
    private static int SecondsBeforeStop(ServiceSettings service) => service.TimeoutSeconds + BeyondDeregistration;

    private static PodSpecArgs Pod(BackendContext context, ClusterAccess cluster, PodVersion version)
    {
        var pod = new PodSpecArgs
        {
            ServiceAccountName = Workload.ObjectName,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            TerminationGracePeriodSeconds = SecondsBeforeStop(context.Settings.Service) + ServiceContainer.StopSeconds,
            NodeSelector = { { "kubernetes.io/arch", context.Settings.Service.Architecture == "arm64" ? "arm64" : "amd64" } },
            SecurityContext = new PodSecurityContextArgs
            {
                RunAsNonRoot = true,
                RunAsUser = ServiceContainer.User,
                RunAsGroup = ServiceContainer.User,
                FsGroup = ServiceContainer.User,
                SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
            },
            TopologySpreadConstraints = { Spread("topology.kubernetes.io/zone", version.Name), Spread("kubernetes.io/hostname", version.Name) },
            Containers = { Service(context, version.ImageUri) },
            Volumes = { new VolumeArgs { Name = WritableVolume, EmptyDir = new EmptyDirVolumeSourceArgs { SizeLimit = "256Mi" } } },
        };
        if (cluster.NodePool is { } pool)
            pod.NodeSelector.Add("karpenter.sh/nodepool", pool);
        if (context.Agent is { } agent)
            pod.Containers.Add(Agent(agent, context.Settings));
        if (context.Collector is { } collector)
            pod.InitContainers.Add(Collector(collector, context.Settings));
        return pod;
    }

    private static ContainerArgs Service(BackendContext context, Output<string> image)
    {
        var settings = context.Settings;
        var size = new InputMap<string> { { "cpu", $"{settings.Eks.PodCpuMillis}m" }, { "memory", $"{settings.Eks.PodMemoryMb}Mi" } };
        var variables = Variables(ServiceEnvironment.Of(settings, null, settings.Experiments.Source));
        foreach (var (name, value) in context.StoreVariables)
            variables.Add(new EnvVarArgs { Name = name, Value = value });
        if (context.Events is { SecretValue: not null } events)
            variables.Add(FromSecret(events.SecretVariable));
        return new ContainerArgs
        {
            Name = ServiceContainer.Name,
            Image = image,
            Ports = { new ContainerPortArgs { Name = "http", ContainerPortValue = ServiceContainer.Port, Protocol = "TCP" } },
            Env = variables,
            Resources = new ResourceRequirementsArgs { Requests = size, Limits = size },
            SecurityContext = NoPrivileges(ServiceContainer.User),
            VolumeMounts = { new VolumeMountArgs { Name = WritableVolume, MountPath = ServiceContainer.WritableFolder } },
            Lifecycle = new LifecycleArgs { PreStop = new LifecycleHandlerArgs { Sleep = new SleepActionArgs { Seconds = SecondsBeforeStop(settings.Service) } } },
            // Loading models takes a moment; only a start that never ends is a fault.
            StartupProbe = Probe(ServiceContainer.LivePath, 2, 30),
            LivenessProbe = Probe(ServiceContainer.LivePath, 10, 3),
            ReadinessProbe = Probe(ServiceContainer.ReadyPath, 5, 2),
        };
    }

    private static ContainerArgs Agent(AppConfigAgent agent, Settings settings)
    {
        var size = new InputMap<string> { { "cpu", $"{EksSettings.AgentCpuMillis}m" }, { "memory", "64Mi" } };
        return new ContainerArgs
        {
            Name = AppConfigAgent.Name,
            Image = agent.ImageUri,
            Env = Variables(AppConfigAgent.Environment(settings)),
            Resources = new ResourceRequirementsArgs { Requests = size, Limits = size },
            SecurityContext = NoPrivileges(AppConfigAgent.User),
        };
    }

    // An init container that goes on: it starts before the service and stops after it, which has its last spans to send.
    // https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
    private static ContainerArgs Collector(TraceCollector collector, Settings settings)
    {
        var size = new InputMap<string> { { "cpu", $"{TracingSettings.CollectorCpuMillis}m" }, { "memory", $"{TraceCollector.MemoryMb}Mi" } };
        return new ContainerArgs
        {
            Name = TraceCollector.Name,
            Image = collector.ImageUri,
            RestartPolicy = "Always",
            Env = Variables(TraceCollector.Environment(settings.Region)),
            Resources = new ResourceRequirementsArgs { Requests = size, Limits = size },
            SecurityContext = NoPrivileges(TraceCollector.User),
            // Neither start nor readiness of the service waits for it.
            LivenessProbe = new ProbeArgs { Exec = new ExecActionArgs { Command = [.. TraceCollector.HealthCommand] }, PeriodSeconds = 10, TimeoutSeconds = 3, FailureThreshold = 3 },
        };
    }

    private static SecurityContextArgs NoPrivileges(int user) => new()
    {
        RunAsNonRoot = true,
        RunAsUser = user,
        AllowPrivilegeEscalation = false,
        Privileged = false,
        ReadOnlyRootFilesystem = true,
        Capabilities = new CapabilitiesArgs { Drop = { "ALL" } },
    };

    private static ProbeArgs Probe(string path, int seconds, int failures) => new()
    {
        HttpGet = new HTTPGetActionArgs { Path = path, Port = "http" },
        PeriodSeconds = seconds,
        TimeoutSeconds = 2,
        FailureThreshold = failures,
    };

    private static TopologySpreadConstraintArgs Spread(string key, string pods) => new()
    {
        TopologyKey = key,
        MaxSkew = 1,
        WhenUnsatisfiable = "ScheduleAnyway",
        LabelSelector = new LabelSelectorArgs { MatchLabels = Workload.LabelsOf(pods) },
    };

    private static EnvVarArgs FromSecret(string variable) => new()
    {
        Name = variable,
        ValueFrom = new EnvVarSourceArgs { SecretKeyRef = new SecretKeySelectorArgs { Name = Workload.SecretName, Key = variable } },
    };

    private static InputList<EnvVarArgs> Variables(IReadOnlyDictionary<string, string> variables) =>
        [.. variables.Select(pair => new EnvVarArgs { Name = pair.Key, Value = pair.Value })];
}
