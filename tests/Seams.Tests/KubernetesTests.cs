using Google.Protobuf.WellKnownTypes;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>Every object is one that the Kubernetes API takes.</summary>
public class KubernetesTests
{
    private static readonly KubernetesSchema Schema = KubernetesSchema.Load();

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public async Task Objects_AllOfTheApisKinds_FollowItsSchema(string environment)
    {
        var objects = (await Plans.OfAsync(environment, "eks")).Resources.Where(resource => resource.Type.StartsWith("kubernetes:", StringComparison.Ordinal)).ToList();

        Assert.Empty(objects.Where(resource => Schema.Knows(resource.Type)).SelectMany(resource => Schema.Faults(resource.Type, resource.Inputs)));
        // These kinds are Karpenter's and EKS's own, which the npm package does not declare.
        Assert.Equal(
            ["kubernetes:eks.amazonaws.com/v1:NodeClass", "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding", "kubernetes:karpenter.sh/v1:NodePool"],
            objects.Select(resource => resource.Type).Where(type => !Schema.Knows(type)).Order());
    }

    [Fact]
    public async Task Schema_AnObjectWithFaults_IsRefused()
    {
        var deployment = Assert.Single((await Plans.OfAsync("prod", "eks")).Inputs("kubernetes:apps/v1:Deployment")).Clone();
        var spec = deployment.Fields["spec"].StructValue;
        spec.Fields["replica"] = Value.ForNumber(2);
        spec.Fields["paused"] = Value.ForString("yes");
        spec.Fields.Remove("selector");

        Assert.Equal(
            ["kubernetes:apps/v1:Deployment.spec.paused is \"yes\", no bool", "kubernetes:apps/v1:Deployment.spec.replica is no property", "kubernetes:apps/v1:Deployment.spec.selector is missing"],
            Schema.Faults("kubernetes:apps/v1:Deployment", deployment).Order());
    }
}
