using Pulumi;

namespace Sdks.Tests.Generator;

/// <summary>The generated classes have the shapes of the official packages.</summary>
public sealed class OfficialShapesTests
{
    private readonly ShapeReader _reader = new();

    public static TheoryData<string, string[]> Shapes()
    {
        var shapes = new TheoryData<string, string[]>();
        string? header = null;
        var members = new List<string>();
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Generator", "official-shapes.txt"));
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == ' ')
            {
                members.Add(line.Trim());
                continue;
            }

            if (header is not null)
                shapes.Add(header, [.. members]);
            (header, members) = (line, []);
        }

        shapes.Add(header!, [.. members]);
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Class_InOfficialTable_HasOfficialShape(string header, string[] members)
    {
        var type = ShapeReader.Find(header.Split(' ').First(word => word.StartsWith("Pulumi.", StringComparison.Ordinal)));

        Assert.NotNull(type);
        Assert.Equal(header, ShapeReader.Header(type));
        var actual = _reader.Members(type);
        Assert.All(members, member => Assert.Contains(member, actual));
    }

    [Theory]
    [InlineData("aws:lambda/function:Function", typeof(Pulumi.Aws.Lambda.Function))]
    [InlineData("aws:apigateway/restApi:RestApi", typeof(Pulumi.Aws.ApiGateway.RestApi))]
    [InlineData("aws:apigatewayv2/vpcLink:VpcLink", typeof(Pulumi.Aws.ApiGatewayV2.VpcLink))]
    [InlineData("aws:iam/role:Role", typeof(Pulumi.Aws.Iam.Role))]
    [InlineData("aws:lb/loadBalancer:LoadBalancer", typeof(Pulumi.Aws.LB.LoadBalancer))]
    [InlineData("aws:appautoscaling/policy:Policy", typeof(Pulumi.Aws.AppAutoScaling.Policy))]
    [InlineData("aws:cloudwatch/metricAlarm:MetricAlarm", typeof(Pulumi.Aws.CloudWatch.MetricAlarm))]
    [InlineData("aws:evidently/feature:Feature", typeof(Pulumi.Aws.Evidently.Feature))]
    [InlineData("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", typeof(Pulumi.Aws.Vpc.SecurityGroupIngressRule))]
    [InlineData("kubernetes:apps/v1:Deployment", typeof(Pulumi.Kubernetes.Apps.V1.Deployment))]
    [InlineData("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", typeof(Pulumi.Kubernetes.Rbac.V1.ClusterRole))]
    [InlineData("kubernetes:networking.k8s.io/v1:NetworkPolicy", typeof(Pulumi.Kubernetes.Networking.V1.NetworkPolicy))]
    [InlineData("docker-build:index:Image", typeof(Pulumi.DockerBuild.Image))]
    [InlineData("pulumi:providers:kubernetes", typeof(Pulumi.Kubernetes.Provider))]
    public void Token_OfResource_HasOfficialClass(string token, Type expected)
        => Assert.Equal(expected, ShapeReader.AllTypes.Single(type => TokenOf(type) == token));

    [Fact]
    public void Enums_OfStrings_ConvertAndCompareByValue()
    {
        Assert.Equal("linux/arm64", (string)Pulumi.DockerBuild.Platform.Linux_arm64);
        Assert.Equal("dotnet10", Pulumi.Aws.Lambda.Runtime.Dotnet10.ToString());
        Assert.True(Pulumi.Aws.Lambda.Runtime.Dotnet10 != Pulumi.Aws.Lambda.Runtime.Dotnet8);
        Assert.NotNull(typeof(Pulumi.DockerBuild.Platform).GetCustomAttributes(typeof(EnumTypeAttribute), inherit: false).Single());
    }

    internal static string? TokenOf(Type type)
        => type.GetCustomAttributes(typeof(ResourceTypeAttribute), inherit: false).Cast<ResourceTypeAttribute>().SingleOrDefault()?.Type;
}
