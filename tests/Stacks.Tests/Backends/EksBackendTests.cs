
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

        Assert.Equal("32", mocks.One("kubernetes:karpenter.sh/v1:NodePool").Map("spec").Map("limits")["cpu"]);
        var tags = mocks.One("kubernetes:eks.amazonaws.com/v1:NodeClass").Map("spec").Map("tags");
        Assert.Equal(["CostCenter", "Environment", "ManagedBy", "Owner", "Project"], tags.Keys.Order());
    }

    [Fact]
    public async Task Targets_Binding_IsOfTheTaggedTargetGroup()
    {
        var mocks = await StackRun.OfAsync("prod", "eks");

        Assert.Equal("room-type-prod", mocks.One("aws:lb/targetGroup:TargetGroup").Map("tags")["eks:eks-cluster-name"]);
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
