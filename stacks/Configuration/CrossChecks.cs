using System.Net;
using Pulumi;
using Stacks.Conventions;

namespace Stacks.Configuration;

/// <summary>What several settings have to agree on.</summary>
internal static class CrossChecks
{
    // What fits into the 6 MB of a synchronous invocation once it is Base64.
    private const int MostBytesOnLambda = 4_500_000;

    private static readonly IPNetwork[] PrivateRanges = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16")];

    private const int MostLambdaMemory = 10_240;

    // A namespace is a DNS label: RFC 1123.
    private const int MostOfAName = 63;

    // What is left of nodes once the system, the log router and the CloudWatch agent have theirs.
    private const int UsablePercent = 85;

    public static void Apply(Settings settings, ConfigReader reader)
    {
        Names(reader);
        Region(settings.Region, reader);
        Requests(settings, reader);
        Events(settings, reader);
        Cache(settings, reader);
        Pipeline(settings, reader);
        Batch(settings, reader);
        Lambda(settings, reader);
        Containers(settings, reader);
        Eks(settings, reader);
        Ec2(settings.Ec2, settings.Service.Architecture, reader);
        SageMaker(settings, reader);
        Network(settings, reader);
        Gateway(settings, reader);
        Experiments(settings, reader);
        Tracing(settings, reader);
    }

    /// <summary>Names of clusters, functions, flags and namespaces are made of the stack's; Kubernetes' are the shortest and plainest.</summary>
    public static void Names(ConfigReader reader)
    {
        var full = StackName.Full;
        reader.Require(
            full.Length <= MostOfAName && Forms.StackName.IsMatch(full),
            $"the stack is named '{Deployment.Instance.StackName}', with its project '{full}' ({full.Length} characters); allowed are lower-case letters, digits and single hyphens between them, at most {MostOfAName} characters together: dev or staging-eu.");
    }

    /// <summary>The region has to be one.</summary>
    public static void Region(string region, ConfigReader reader) =>
        reader.Require(Forms.Region.IsMatch(region), $"aws:region is '{region}'; allowed is a region like eu-central-1.");

    private static void Requests(Settings settings, ConfigReader reader)
    {
        var (service, lambda, gateway) = (settings.Service.TimeoutSeconds, settings.Lambda.TimeoutSeconds, settings.Gateway.TimeoutSeconds);
        reader.Require(settings.Service.QueueCapacity == 0 || settings.Service.MaxImages <= settings.Service.QueueCapacity, $"maxImages is {settings.Service.MaxImages} but queueCapacity is {settings.Service.QueueCapacity}: a request's pictures have to fit into the queue.");
        reader.Require(service < gateway, $"requestTimeoutSeconds is {service} but gatewayTimeoutSeconds is {gateway}: the service has to give up first, so that callers read its reason.");
        if (settings.Backend != BackendKind.Lambda)
            return;
        reader.Require(service < lambda, $"requestTimeoutSeconds is {service} but lambdaTimeoutSeconds is {lambda}: the service has to give up first, or Lambda ends it with its models.");
        reader.Require(lambda < gateway, $"lambdaTimeoutSeconds is {lambda} but gatewayTimeoutSeconds is {gateway}: the gateway has to wait longer than the function.");
    }

    private static void Events(Settings settings, ConfigReader reader)
    {
        var events = settings.Events;
        reader.Require(events.Kept || !events.Embeddings, "eventsEmbeddings is true but events is none: set events to postgres or lake, or eventsEmbeddings to false.");
        reader.Require(events.HasDatabase || events.ExistingDatabase is null, $"eventsDatabase is set but events is {events.Store}: set events to postgres, or take eventsDatabase out.");
        reader.Require(events.IsLake || events.PseudonymKey is null, $"lakePseudonymKey is set but events is {events.Store}, where entities have their names: set events to lake, or take lakePseudonymKey out.");
        if (!events.HasOwnDatabase)
            return;
        var saturation = settings.Alarms.SaturationPercent;
        reader.Require(events.LeastAcu * 100 < events.MostAcu * saturation, $"eventsMinAcu is {events.LeastAcu} but eventsMaxAcu is {events.MostAcu}, of which {saturation} percent in use raise an alarm (alarmSaturationPercent): the least has to be below that.");
        var most = MostProcesses(settings) * EventSettings.ConnectionsOfAProcess;
        reader.Require(most <= events.MostConnections, $"eventsMaxAcu is {events.MostAcu}, which takes {events.MostConnections} connections{(events.LeastAcu <= 0.5 ? " (2000 at most with an eventsMinAcu of 0 or 0.5)" : "")}; what the service scales to opens up to {most}, {EventSettings.ConnectionsOfAProcess} a process.");
    }

    // Users and serverless caches have names of 40 characters at most.
    private const int MostOfACache = 40;

    private static void Cache(Settings settings, ConfigReader reader)
    {
        if (!settings.Cache.IsShared)
            return;
        reader.Require(
            settings.Backend != BackendKind.Lambda,
            "cache is redis but the backend is lambda: a function is frozen when it has answered, with its connection and what was on the way to the cache, and keeps nothing in memory that a cache could spare. Set cache to memory or none, or take fargate, eks, ec2 or sagemaker.");
        reader.Require(StackName.Full.Length <= MostOfACache, $"cache is redis but the stack's name with its project, '{StackName.Full}', has {StackName.Full.Length} characters; ElastiCache takes {MostOfACache} at most.");
    }

    private static void Pipeline(Settings settings, ConfigReader reader)
    {
        if (!settings.Pipeline.Enabled)
            return;
        reader.Require(settings.Events.Kept, "pipeline is stepFunctions but events is none: it learns from feedback, so set events to postgres or lake.");
        reader.Require(settings.Service.ModelSource is not null, "pipeline is stepFunctions but modelSource is missing: name the registry in S3 that it registers versions in, and that services read.");
        reader.Require(settings.Pipeline.Data is not null, "pipelineData is missing: name where in S3 its data sets are.");
        reader.Require(settings.Pipeline.Shadow is null || settings.Backend != BackendKind.Lambda, $"pipelineShadow is '{settings.Pipeline.Shadow}' but the backend is lambda, where a shadow sees nothing: take it out, or take fargate, eks, ec2 or sagemaker.");
    }

    private static void Batch(Settings settings, ConfigReader reader)
    {
        var batch = settings.Batch;
        if (!batch.Enabled)
        {
            reader.Require(batch.Trigger is null, $"batchTrigger is '{batch.Trigger}' but batch is none: set batch to map or sagemaker, or take batchTrigger out.");
            return;
        }

        if (batch.Kind == BatchKind.SageMaker)
            Jobs(batch, settings.Service.Architecture, reader);
        else
            reader.Require(batch.Trigger?.EndsWith(BatchSettings.LinesEnd, StringComparison.Ordinal) != false, $"batchTrigger is '{batch.Trigger}' but batch is map, which reads manifests of JSON lines: name one that ends with {BatchSettings.LinesEnd}.");

        reader.Require(batch.Input is not null, "batchInput is missing: name where in S3 missions' pictures are.");
        reader.Require(batch.Output is not null, "batchOutput is missing: name where in S3 answers go.");
        if (batch.Input is { } input && batch.Output is { } output)
            reader.Require(!$"{output.TrimEnd('/')}/".StartsWith($"{input.TrimEnd('/')}/", StringComparison.Ordinal), $"batchOutput '{output}' is below batchInput '{input}': what is written would be read. Name another prefix or bucket.");
    }

    // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
    private static void Jobs(BatchSettings batch, string architecture, ConfigReader reader)
    {
        const string Is = "but batch is sagemaker";
        reader.Require(architecture == "x64", $"architecture is {architecture} {Is}, whose jobs have x64 machines alone: set architecture to x64, or batch to map.");
        reader.Require(batch.Vcpus > 1, $"batchVcpus is {batch.Vcpus} {Is}, whose smallest instance has 2: set it to 2, 4, 8 or 16.");
        reader.Require(batch.Tasks <= BatchSettings.MostInstances, $"batchTasks is {batch.Tasks} {Is}, of whose jobs one has {BatchSettings.MostInstances} instances at most.");
        reader.Require(batch.Trigger?.EndsWith(BatchSettings.LinesEnd, StringComparison.Ordinal) != true, $"batchTrigger is '{batch.Trigger}' {Is}, which reads manifests of one JSON document: name one that ends with .json.");
        reader.Require(StackName.Full.Length <= BatchSettings.LongestStack, $"batch is sagemaker but the stack's name with its project, '{StackName.Full}', has {StackName.Full.Length} characters; names of its jobs leave {BatchSettings.LongestStack}.");
    }

    // Functions without a reservation have what the account has left, which nobody knows here.
    private static int MostProcesses(Settings settings) => settings.Backend switch
    {
        BackendKind.Lambda => settings.Lambda.Managed ? settings.Lambda.ManagedMaxVcpus / settings.Lambda.Vcpus : settings.Lambda.ReservedConcurrency,
        BackendKind.Fargate => 2 * settings.Fargate.MaxTasks,
        // Until a new version has taken over, the one before has as many.
        BackendKind.SageMaker => 2 * settings.SageMaker.MaxInstances,
        BackendKind.Ec2 => ((settings.Ec2.MaxInstances * (100 + Ec2Settings.SurgePercent)) + 99) / 100,
        _ => SurgeOf(settings),
    };

    // Pods that take a version on, beside those that have tried it.
    private static int SurgeOf(Settings settings) => (((settings.Eks.MaxPods * (100 + EksSettings.SurgePercent)) + 99) / 100) + settings.CanaryPods;

    private static void Lambda(Settings settings, ConfigReader reader)
    {
        var lambda = settings.Lambda;
        reader.Require(lambda.ReservedConcurrency == 0 || lambda.ProvisionedConcurrency <= lambda.ReservedConcurrency, $"lambdaProvisionedConcurrency is {lambda.ProvisionedConcurrency} but lambdaReservedConcurrency is {lambda.ReservedConcurrency}: what is kept warm is part of what is reserved.");
        reader.Require(lambda.ProvisionedMax == 0 || lambda.ProvisionedMax >= Math.Max(1, lambda.ProvisionedConcurrency), $"lambdaProvisionedMax is {lambda.ProvisionedMax} but lambdaProvisionedConcurrency is {lambda.ProvisionedConcurrency}: scaling goes from the one up to the other.");
        reader.Require(lambda.ProvisionedMax == 0 || lambda.ProvisionedConcurrency > 0, $"lambdaProvisionedMax is {lambda.ProvisionedMax} but lambdaProvisionedConcurrency is 0: set the fewest warm environments, or no scaling.");
        reader.Require(lambda.ReservedConcurrency == 0 || lambda.ProvisionedMax <= lambda.ReservedConcurrency, $"lambdaProvisionedMax is {lambda.ProvisionedMax} but lambdaReservedConcurrency is {lambda.ReservedConcurrency}: what is kept warm is part of what is reserved.");
        // https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html, "Considerations"
        reader.Require(!lambda.SnapStart || lambda.ProvisionedConcurrency == 0, $"lambdaSnapStart is true but lambdaProvisionedConcurrency is {lambda.ProvisionedConcurrency}, and Lambda takes one of them: what is kept warm does not start.");
        reader.Require(!lambda.SnapStart || !lambda.Managed, "lambdaSnapStart is true but lambdaCapacity is managed, where nothing starts cold and no snapshot is taken.");
        if (settings.Backend != BackendKind.Lambda)
            return;
        reader.Require(!settings.Service.EntityFromCaller, "entityFromCaller is true but the backend is lambda, which the gateway tells no caller in a header that the caller cannot write: take fargate, eks, ec2 or sagemaker.");
        reader.Require(settings.Service.MaxRequestBytes <= MostBytesOnLambda, $"maxRequestBytes is {settings.Service.MaxRequestBytes} but the backend is lambda, where {MostBytesOnLambda} fit into an invocation.");
        if (lambda.Managed)
            Managed(lambda, reader);
        else
            reader.Require(lambda.MemoryMb <= MostLambdaMemory, $"lambdaMemoryMb is {lambda.MemoryMb}; allowed on Lambda's own machines is {MostLambdaMemory} at most.");
    }

    // https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
    private static void Managed(LambdaSettings lambda, ConfigReader reader)
    {
        reader.Require(lambda.MemoryMb >= 2_048, $"lambdaMemoryMb is {lambda.MemoryMb} but lambdaCapacity is managed, where 2048 are the least.");
        reader.Require(lambda.MemoryMb % (lambda.ManagedGibPerVcpu * 1_024) == 0, $"lambdaMemoryMb is {lambda.MemoryMb} but lambdaManagedGibPerVcpu is {lambda.ManagedGibPerVcpu}: memory has to be a whole number of vCPUs of that much.");
        reader.Require(lambda.ProvisionedConcurrency == 0, $"lambdaProvisionedConcurrency is {lambda.ProvisionedConcurrency} but lambdaCapacity is managed, where nothing starts cold and nothing is provisioned.");
        reader.Require(lambda.Vcpus * 3 <= lambda.ManagedMaxVcpus, $"lambdaManagedMaxVcpus is {lambda.ManagedMaxVcpus} but three environments, the fewest, take {lambda.Vcpus * 3}.");
    }

    private static void Containers(Settings settings, ConfigReader reader)
    {
        var fargate = settings.Fargate;
        var (least, most, step) = FargateSettings.MemoryFor(fargate.Cpu);
        reader.Require(fargate.IsPair, $"fargateMemoryMb is {fargate.MemoryMb} but fargateCpu is {fargate.Cpu}, with which {least} to {most} in steps of {step} go{(fargate.Cpu == 256 ? " (not 1536)" : "")}.");
        reader.Require(fargate.MinTasks <= fargate.MaxTasks, $"fargateMinTasks is {fargate.MinTasks} but fargateMaxTasks is {fargate.MaxTasks}.");
        reader.Require(settings.Eks.MinPods <= settings.Eks.MaxPods, $"eksMinPods is {settings.Eks.MinPods} but eksMaxPods is {settings.Eks.MaxPods}.");
        if (settings.HasSidecars)
            reader.Require(settings.Gateway.Domain is not null, "domain is missing: the load balancer's certificate needs a name, so that the way from the gateway is encrypted.");
    }

    private static void Eks(Settings settings, ConfigReader reader)
    {
        var eks = settings.Eks;
        var surge = SurgeOf(settings);
        var pod = eks.PodCpuMillis + (settings.Experiments.Source == ExperimentSource.AppConfig ? EksSettings.AgentCpuMillis : 0) + (settings.Tracing.Enabled ? TracingSettings.CollectorCpuMillis : 0);
        var usable = eks.MaxNodeVcpus * 10 * UsablePercent;
        reader.Require(surge * pod <= usable, $"eksMaxPods is {eks.MaxPods}, in a rollout {surge}, which take {surge * pod} thousandths of a vCPU with what runs beside the service; eksMaxNodeVcpus is {eks.MaxNodeVcpus}, of which {usable} are left to pods: the most pods have to fit on the nodes.");
        reader.Require(eks.CanaryDigest is null || settings.Release.CanaryPercent > 0, "eksCanaryDigest is set but canaryPercent is 0: no request would try it.");
        reader.Require(
            settings.Backend != BackendKind.Eks || eks.ExistingCluster is not null || eks.PrivateApi || eks.ApiCidrs.Count > 0,
            "eksApiCidrs is empty but eksPrivateApi is false: name the addresses that the stack is deployed from, as objects in the cluster are part of it; or set eksPrivateApi and deploy from the network or one of eksApiPeers.");
        reader.Require(!eks.PrivateApi || eks.ApiCidrs.Count == 0, "eksPrivateApi is true but eksApiCidrs is set: those addresses are outside of the network; name eksApiPeers.");
        if (eks.ExistingCluster is null)
        {
            reader.Require(eks.Kubeconfig is null && eks.PodSecurityGroup is null, "kubeconfig or eksPodSecurityGroup is set but eksCluster is not: name the cluster that they belong to.");
            return;
        }

        reader.Require(eks.Kubeconfig is not null, $"kubeconfig is missing: access to the cluster {eks.ExistingCluster}, set with --secret.");
        reader.Require(eks.PodSecurityGroup is not null, $"eksPodSecurityGroup is missing: the load balancer has to reach the pods of {eks.ExistingCluster}.");
        reader.Require(settings.Network.ExistingVpc is not null, $"vpcId is missing: the network of the cluster {eks.ExistingCluster}.");
    }

    private static void Ec2(Ec2Settings ec2, string architecture, ConfigReader reader)
    {
        reader.Require(ec2.MinInstances <= ec2.MaxInstances, $"ec2MinInstances is {ec2.MinInstances} but ec2MaxInstances is {ec2.MaxInstances}.");
        foreach (var type in ec2.InstanceTypes.Where(type => Ec2Settings.ArchitectureOf(type) != architecture))
            reader.Require(false, $"ec2InstanceTypes name {type}, which is {Ec2Settings.ArchitectureOf(type)}, but architecture is {architecture}: take types with that processor, as {Ec2Settings.DefaultTypes(architecture)[0]}.");
        // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutWarmPool.html
        reader.Require(
            ec2.WarmPool == 0 || (ec2.InstanceTypes.Count == 1 && ec2.SpotPercent == 0),
            $"ec2WarmPool is {ec2.WarmPool} but ec2InstanceTypes names {ec2.InstanceTypes.Count} types and ec2SpotPercent is {ec2.SpotPercent}: EC2 keeps no warm pool for a group of mixed types or with spot. Name one type and set ec2SpotPercent to 0, or ec2WarmPool to 0.");
    }

    private static void SageMaker(Settings settings, ConfigReader reader)
    {
        var endpoint = settings.SageMaker;
        reader.Require(endpoint.MinInstances <= endpoint.MaxInstances, $"sagemakerMinInstances is {endpoint.MinInstances} but sagemakerMaxInstances is {endpoint.MaxInstances}.");
        reader.Require(endpoint.ServerlessProvisioned <= endpoint.ServerlessConcurrency, $"sagemakerServerlessProvisioned is {endpoint.ServerlessProvisioned} but sagemakerServerlessConcurrency is {endpoint.ServerlessConcurrency}: what is kept warm is part of it.");
        reader.Require(
            endpoint.ServerlessProvisionedMax == 0 || (endpoint.ServerlessProvisioned > 0 && endpoint.ServerlessProvisionedMax >= endpoint.ServerlessProvisioned && endpoint.ServerlessProvisionedMax <= endpoint.ServerlessConcurrency),
            $"sagemakerServerlessProvisionedMax is {endpoint.ServerlessProvisionedMax} but sagemakerServerlessProvisioned is {endpoint.ServerlessProvisioned} and sagemakerServerlessConcurrency {endpoint.ServerlessConcurrency}: scaling goes from the one, which is 1 at least, up to the other at most; 0 does not scale.");
        if (settings.Backend != BackendKind.SageMaker)
            return;
        var name = endpoint.EndpointNameFor(settings.Service.Architecture);
        reader.Require(name.Length <= SageMakerSettings.LongestName, $"the endpoint would be '{name}' ({name.Length} characters); SageMaker takes {SageMakerSettings.LongestName} at most: name the stack shorter.");
        reader.Require(settings.Events.ExistingDatabase is null, "eventsDatabase is set but the backend is sagemaker, where a model's variables, and a password among them, can be read by whoever may describe it: take it out, so that the stack has a database of its own, or take another backend.");
        reader.Require(settings.Events.PseudonymKey is null, "lakePseudonymKey is set but the backend is sagemaker, where a model's variables can be read by whoever may describe it: take it out, or take another backend.");
        if (endpoint.Serverless)
            Serverless(settings, reader);
        else
            reader.Require(settings.Release.CanaryPercent == 0 || endpoint.MinInstances > 1, $"sagemakerMinInstances is {endpoint.MinInstances} but canaryPercent is {settings.Release.CanaryPercent}: half of the instances at most try a new version. Set the one to 2, or the other to 0.");
    }

    // https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html, "Feature exclusions"
    private static void Serverless(Settings settings, ConfigReader reader)
    {
        const string Is = "but sagemakerCapacity is serverless";
        reader.Require(settings.Service.Architecture == "x64", $"architecture is {settings.Service.Architecture} {Is}, whose machines are x64.");
        reader.Require(!settings.Events.Kept, $"events is {settings.Events.Store} {Is}, which is in no network, reaches no database, and stands still between requests: set events to none, or sagemakerCapacity to instances.");
        reader.Require(!settings.Cache.IsShared, $"cache is redis {Is}, which is in no network: set cache to memory or none, or sagemakerCapacity to instances.");
        reader.Require(settings.Release.CanaryPercent == 0, $"canaryPercent is {settings.Release.CanaryPercent} {Is}, where a new version gets all requests at once: set it to 0, or sagemakerCapacity to instances.");
        reader.Require(settings.Service.MaxRequestBytes <= SageMakerSettings.MostBytesWithoutInstances, $"maxRequestBytes is {settings.Service.MaxRequestBytes} {Is}, which takes {SageMakerSettings.MostBytesWithoutInstances} at most.");
    }

    private static void Network(Settings settings, ConfigReader reader)
    {
        var network = settings.Network;
        reader.Require(IsPrivateRange(network.Cidr), $"vpcCidr is '{network.Cidr}'; allowed is a private range of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, /16 to /22, that starts at its first address.");
        reader.Require(network.ExistingVpc is null == (network.ExistingSubnets.Count == 0), "vpcId and subnetIds go together: set both, or neither.");
        reader.Require(network.ExistingVpc is null || network.ExistingSubnets.Count is >= 2 and <= 3, $"subnetIds has {network.ExistingSubnets.Count} subnets; allowed are 2 or 3, each in another zone.");
    }

    private static void Gateway(Settings settings, ConfigReader reader)
    {
        var gateway = settings.Gateway;
        reader.Require(gateway.Domain is null || gateway.Certificate is not null || gateway.HostedZone is not null, $"domain is '{gateway.Domain}' but neither certificateArn nor hostedZoneId is set: give the certificate, or the zone in which one is proven.");
        reader.Require(gateway.Domain is not null || (gateway.Certificate ?? gateway.HostedZone) is null, "certificateArn or hostedZoneId is set but domain is not: name the domain that they are for.");
        reader.Require(gateway.Certificate is null || gateway.Certificate.Split(':')[3] == settings.Region, $"certificateArn is of the region {gateway.Certificate?.Split(':')[3]} but aws:region is {settings.Region}.");
        reader.Require(!gateway.Page || settings.Backend is BackendKind.Fargate or BackendKind.Eks or BackendKind.Ec2, $"gatewayPage is true but backend is {settings.Backend.ToString().ToLowerInvariant()}, which shows no page; allowed are fargate, eks and ec2.");
        reader.Require(!gateway.Cidrs.Contains("0.0.0.0/0"), "allowedCidrs contains 0.0.0.0/0; leave the list empty to allow every address.");
        reader.Require(!settings.Eks.ApiCidrs.Contains("0.0.0.0/0"), "eksApiCidrs contains 0.0.0.0/0; name the ranges of those who deploy to the cluster and administer it.");
    }

    private static void Experiments(Settings settings, ConfigReader reader)
    {
        var experiments = settings.Experiments;
        var percent = experiments.Variations.Sum(variation => variation.Percent);
        reader.Require(percent == 100, $"experimentVariations make {percent} percent; allowed is 100.");
        reader.Require(experiments.Variations.DistinctBy(variation => variation.Name).Count() == experiments.Variations.Count, "experimentVariations name a variation twice.");
        reader.Require(experiments.Source != ExperimentSource.Evidently || experiments.EvidentlyEndpoint is not null, "evidentlyEndpoint is missing: AWS's own has ended, so name what speaks its API.");
        reader.Require(!experiments.UsesRuns || experiments.Source == ExperimentSource.AppConfig, "experimentRuns is true but experiments is not appconfig; runs are AppConfig's.");
        reader.Require(
            !experiments.UsesRuns || experiments.Variations.Count is >= 2 and <= 6,
            $"experimentRuns is true but there are {experiments.Variations.Count} experimentVariations; allowed is a control and 1 to 5 treatments.");
        var served = settings.Service.Models;
        foreach (var variation in experiments.Variations.Where(variation => served.Count > 0 && !served.Contains(variation.Model)))
            reader.Require(false, $"experimentVariations name {variation.Model} but models are {string.Join(", ", served)}: serve what is compared.");
    }

    private static void Tracing(Settings settings, ConfigReader reader)
    {
        const int Least = 1_024;
        reader.Require(
            settings.Backend != BackendKind.Fargate || !settings.Tracing.Enabled || settings.Fargate.MemoryMb >= Least,
            $"tracing is true but fargateMemoryMb is {settings.Fargate.MemoryMb}, of which the collector takes {TracingSettings.CollectorMemoryMb}: {Least} are the least.");
    }

    private static bool IsPrivateRange(string cidr) =>
        IPNetwork.TryParse(cidr, out var range) && range.PrefixLength is >= 16 and <= 22
        && PrivateRanges.Any(whole => whole.Contains(range.BaseAddress));
}
