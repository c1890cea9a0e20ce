using System.Net;
using global::Stacks.Network;

namespace Stacks.Tests.Network;

public class PrivateNetworkTests
{
    [Theory]
    [InlineData("10.40.0.0/16")]
    [InlineData("172.16.4.0/22")]
    public void Quarters_OfARange_AreWithinItAndApart(string cidr)
    {
        var whole = IPNetwork.Parse(cidr);
        var quarters = Enumerable.Range(0, 4).Select(n => IPNetwork.Parse(PrivateNetwork.Quarter(cidr, n))).ToList();

        Assert.All(quarters, quarter => Assert.True(whole.Contains(quarter.BaseAddress) && quarter.PrefixLength == whole.PrefixLength + 2));
        Assert.Equal(4, quarters.DistinctBy(quarter => quarter.BaseAddress).Count());
    }

    [Theory]
    [InlineData("staging", "fargate", "appconfigdata", "ecr.api", "ecr.dkr", "logs", "s3", "secretsmanager")]
    [InlineData("dev", "fargate", "ecr.api", "ecr.dkr", "logs", "s3")]
    [InlineData("dev", "eks", "ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "logs", "monitoring", "s3", "sts")]
    [InlineData("prod", "lambda", "execute-api", "s3", "secretsmanager")]
    [InlineData("staging", "lambda", "s3", "secretsmanager")]
    [InlineData("prod", "sagemaker", "execute-api", "s3", "secretsmanager")]
    [InlineData("staging", "sagemaker", "s3", "secretsmanager")]
    [InlineData("dev", "sagemaker")]
    [InlineData("dev", "lambda")]
    public async Task Endpoints_OfABackend_AreThoseThatItReaches(string environment, string backend, params string[] services)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        var names = mocks.All("aws:ec2/vpcEndpoint:VpcEndpoint").Select(endpoint => ((string)endpoint["serviceName"])["com.amazonaws.eu-central-1.".Length..]);
        Assert.Equal(services, names.Order(StringComparer.Ordinal));
        Assert.Equal(services.Length == 0 ? 0 : 1, mocks.All("aws:ec2/vpc:Vpc").Count);
    }

    [Fact]
    public async Task Subnets_Zones_AreThoseThatNeedNoOptIn()
    {
        var call = Assert.Single((await StackRun.OfAsync("prod", "eks")).Calls, call => call.Token == "aws:index/getAvailabilityZones:getAvailabilityZones");

        var filter = Assert.Single(call.Args.Maps("filters"));
        Assert.Equal(("opt-in-status", "opt-in-not-required"), ((string)filter["name"], Assert.Single(filter.Texts("values"))));
    }

    [Fact]
    public async Task Subnets_Zones_AreDifferent()
    {
        var subnets = (await StackRun.OfAsync("prod", "eks")).All("aws:ec2/subnet:Subnet");

        Assert.Equal(["eu-central-1a", "eu-central-1b", "eu-central-1c"], subnets.Select(subnet => (string)subnet["availabilityZone"]).Order());
    }
}
