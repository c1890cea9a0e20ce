
namespace Stacks.Tests.Backends;

public class EksBackendTests
{
    [Fact]
    public async Task Containers_Both_AreRestrictedAndLimited()
    {
        var pod = (await StackRun.OfAsync("prod", "eks")).One("kubernetes:apps/v1:Deployment").Map("spec").Map("template").Map("spec");

        Assert.Equal(true, pod.Map("securityContext")["runAsNonRoot"]);
        Assert.All(pod.Maps("containers"), container =>
        {
            Assert.Equal(true, container.Map("securityContext")["readOnlyRootFilesystem"]);
            Assert.Equal(false, container.Map("securityContext")["allowPrivilegeEscalation"]);
            Assert.Equal(["ALL"], container.Map("securityContext").Map("capabilities").Texts("drop"));
            Assert.Equal(["cpu", "memory"], container.Map("resources").Map("limits").Keys.Order());
        });
        Assert.Equal("2000m", pod.Maps("containers")[0].Map("resources").Map("limits")["cpu"]);
    }

    [Fact]
    public async Task Scaling_Prod_IsTwoToTenAtHalfTheCpu()
    {
        var spec = (await StackRun.OfAsync("prod", "eks")).One("kubernetes:autoscaling/v2:HorizontalPodAutoscaler").Map("spec");

        Assert.Equal((2.0, 10.0), ((double)spec["minReplicas"], (double)spec["maxReplicas"]));
        Assert.Equal(50.0, Assert.Single(spec.Maps("metrics")).Map("containerResource").Map("target")["averageUtilization"]);
    }

    [Fact]
    public async Task Nodes_Pool_IsLimitedAndTagged()
    {
        var mocks = await StackRun.OfAsync("prod", "eks");

        Assert.Equal("40", mocks.One("kubernetes:karpenter.sh/v1:NodePool").Map("spec").Map("limits")["cpu"]);
        var tags = mocks.One("kubernetes:eks.amazonaws.com/v1:NodeClass").Map("spec").Map("tags");
        Assert.Equal(["CostCenter", "Environment", "ManagedBy", "Owner", "Project", "Stack"], tags.Keys.Order());
    }

    [Fact]
    public async Task Pods_BeforeTheyStop_AreForgottenByTheLoadBalancer()
    {
        var mocks = await StackRun.OfAsync("prod", "eks");
        var pod = mocks.One("kubernetes:apps/v1:Deployment").Map("spec").Map("template").Map("spec");
        var sleep = (double)pod.Maps("containers")[0].Map("lifecycle").Map("preStop").Map("sleep")["seconds"];

        Assert.True(sleep > (double)mocks.All("aws:lb/targetGroup:TargetGroup")[0]["deregistrationDelay"]);
        Assert.Equal(sleep + 30, pod["terminationGracePeriodSeconds"]);
    }

    [Fact]
    public async Task Pods_OfAnotherSecret_AreOthers()
    {
        var first = await AnnotationsAsync("Host=db;Password=a");
        var second = await AnnotationsAsync("Host=db;Password=b");

        Assert.NotEqual(first["checksum/events"], second["checksum/events"]);
        Assert.Equal(first.Remove("checksum/events"), second.Remove("checksum/events"));
    }

    [Fact]
    public async Task Addons_OnNewCluster_RunOnTheNodesThatItHas()
    {
        var addons = (await StackRun.OfAsync("prod", "eks")).All("aws:eks/addon:Addon");

        // Nodes of the system pool have this taint: https://docs.aws.amazon.com/eks/latest/userguide/critical-workload.html
        Assert.Equal(2, addons.Count);
        Assert.All(addons, addon => Assert.Contains(
            addon.Json("configurationValues").GetProperty("tolerations").EnumerateArray(),
            toleration => toleration.GetProperty("operator").GetString() == "Exists" && (!toleration.TryGetProperty("key", out var key) || key.GetString() == "CriticalAddonsOnly")));
    }

    [Fact]
    public async Task Cluster_PrivateApi_AdmitsPeers()
    {
        var mocks = await StackRun.RunAsync("prod", ("eksPrivateApi", "true"), ("eksApiCidrs", "[]"), ("eksApiPeers", """["10.8.0.0/16", "sg-0123456789abcdef0"]"""));

        var network = mocks.One("aws:eks/cluster:Cluster").Map("vpcConfig");
        Assert.Equal((false, true), ((bool)network["endpointPublicAccess"], (bool)network["endpointPrivateAccess"]));
        var admitted = mocks.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").Where(rule => (string)rule["securityGroupId"] == "sg-cluster" && (double)rule["fromPort"] == 443);
        Assert.Equal(["10.8.0.0/16", "sg-0123456789abcdef0"], admitted.Select(rule => (string)(rule.GetValueOrDefault("cidrIpv4") ?? rule["referencedSecurityGroupId"])).Order());
    }

    [Fact]
    public async Task Cluster_Version_IsSupportedAndThenLeftToAws() =>
        Assert.Equal("1.35", (await StackRun.OfAsync("prod", "eks")).One("aws:eks/cluster:Cluster")["version"]);

    [Fact]
    public async Task Alarms_Restarts_AreOfTheirGrowth()
    {
        var alarm = Assert.Single((await StackRun.OfAsync("prod", "eks")).All("aws:cloudwatch/metricAlarm:MetricAlarm"), alarm => (string)alarm["name"] == "room-type-prod-eks-pods-restarts");

        Assert.Equal("DIFF(total)", alarm.Maps("metricQueries")[0]["expression"]);
    }

    [Fact]
    public async Task Canary_None_LeavesAllRequestsToWhatRuns()
    {
        var mocks = await StackRun.OfAsync("prod", "eks");

        Assert.Equal([100.0, 0.0], Weights(mocks));
        Assert.Single(mocks.All("kubernetes:apps/v1:Deployment"));
        Assert.Single(mocks.All("kubernetes:core/v1:Service"));
    }

    [Fact]
    public async Task Canary_OfADigest_IsATenthInAGroupOfItsOwn()
    {
        var mocks = await CanaryAsync();

        Assert.Equal([90.0, 10.0], Weights(mocks));
        var (stable, canary) = (Deployment(mocks, "room-type"), Deployment(mocks, "room-type-canary"));
        Assert.EndsWith($"/room-type/service@{StackRun.Digest}", Image(canary), StringComparison.Ordinal);
        Assert.EndsWith($"/room-type/service@sha256:{new string('0', 64)}", Image(stable), StringComparison.Ordinal);
        // A tenth of the most pods, and none of the autoscaler's.
        Assert.Equal(1.0, canary.Map("spec")["replicas"]);
        Assert.DoesNotContain("replicas", stable.Map("spec").Keys);
        var (own, others) = (canary.Map("spec").Map("selector").Map("matchLabels"), stable.Map("spec").Map("selector").Map("matchLabels"));
        Assert.NotEqual(own["app.kubernetes.io/name"], others["app.kubernetes.io/name"]);
        // Found by a service of its own, bound to the second group, and under the rules of the network that all pods are.
        var service = mocks.All("kubernetes:core/v1:Service").Single(service => (string)service.Map("metadata")["name"] == "room-type-canary");
        Assert.Equal(own, service.Map("spec").Map("selector"));
        var binding = mocks.All("kubernetes:eks.amazonaws.com/v1:TargetGroupBinding").Single(binding => (string)binding.Map("metadata")["name"] == "room-type-canary").Map("spec");
        Assert.Equal(("arn:aws:mock:eu-central-1:123456789012:alternate", "room-type-canary"), ((string)binding["targetGroupARN"], (string)binding.Map("serviceRef")["name"]));
        Assert.Subset(own.ToHashSet(), mocks.One("kubernetes:networking.k8s.io/v1:NetworkPolicy").Map("spec").Map("podSelector").Map("matchLabels").ToHashSet());
    }

    [Fact]
    public async Task Canary_Alarms_AreOfItsGroupAlone()
    {
        var alarm = (await StackRun.OfAsync("prod", "eks")).All("aws:cloudwatch/metricAlarm:MetricAlarm").Single(alarm => (string)alarm["name"] == "room-type-prod-eks-alternate-errors");

        // 15 percent of a tenth of the requests, which is 1.5 percent of all.
        Assert.Equal(1.0, alarm["threshold"]);
        Assert.All(alarm.Maps("metricQueries").Where(query => query.ContainsKey("metric")), query => Assert.Contains("TargetGroup", query.Map("metric").Map("dimensions").Keys));
    }

    private static Task<AwsMocks> CanaryAsync() => StackRun.RunAsync("prod", ("eksCanaryDigest", StackRun.Digest));

    private static IEnumerable<object> Weights(AwsMocks mocks) =>
        Assert.Single(mocks.One("aws:lb/listenerRule:ListenerRule").Maps("actions")).Map("forward").Maps("targetGroups").Select(group => group["weight"]);

    private static System.Collections.Immutable.ImmutableDictionary<string, object> Deployment(AwsMocks mocks, string name) =>
        mocks.All("kubernetes:apps/v1:Deployment").Single(deployment => (string)deployment.Map("metadata")["name"] == name);

    private static string Image(System.Collections.Immutable.ImmutableDictionary<string, object> deployment) =>
        (string)deployment.Map("spec").Map("template").Map("spec").Maps("containers")[0]["image"];

    private static async Task<System.Collections.Immutable.ImmutableDictionary<string, object>> AnnotationsAsync(string database) =>
        (await StackRun.RunAsync("prod", ("eventsDatabase", database))).One("kubernetes:apps/v1:Deployment").Map("spec").Map("template").Map("metadata").Map("annotations");

    [Fact]
    public async Task Targets_Binding_IsOfTheTaggedTargetGroup()
    {
        var mocks = await StackRun.OfAsync("prod", "eks");

        Assert.All(mocks.All("aws:lb/targetGroup:TargetGroup"), targets => Assert.Equal("room-type-prod", targets.Map("tags")["eks:eks-cluster-name"]));
        Assert.Equal("arn:aws:mock:eu-central-1:123456789012:targets", mocks.One("kubernetes:eks.amazonaws.com/v1:TargetGroupBinding").Map("spec")["targetGroupARN"]);
    }

    [Fact]
    public async Task Cluster_Existing_IsUsedAndNotMade()
    {
        var mocks = await StackRun.RunAsync(
            "prod",
            ("eksCluster", "shared"),
            ("kubeconfig", "{}"),
            ("eksPodSecurityGroup", "sg-0123456789abcdef0"),
            ("vpcId", "vpc-0123456789abcdef0"),
            ("subnetIds", """["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]"""));

        Assert.Empty(mocks.All("aws:eks/cluster:Cluster"));
        Assert.Empty(mocks.All("aws:ec2/vpc:Vpc"));
        Assert.Empty(mocks.All("kubernetes:karpenter.sh/v1:NodePool"));
        Assert.Equal("shared", mocks.One("aws:eks/podIdentityAssociation:PodIdentityAssociation")["clusterName"]);
        Assert.Equal("sg-0123456789abcdef0", Assert.Single(mocks.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), rule => (double)rule["fromPort"] == 8080)["securityGroupId"]);
    }
}
