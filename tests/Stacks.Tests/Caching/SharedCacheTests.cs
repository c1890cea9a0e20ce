namespace Stacks.Tests.Caching;

public class SharedCacheTests
{
    private const string Cache = "aws:elasticache/serverlessCache:ServerlessCache";
    private const string User = "aws:elasticache/user:User";

    public static TheoryData<string> Backends => ["fargate", "eks", "ec2", "sagemaker"];

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Cache_Redis_IsEncryptedPrivateAndBounded(string backend)
    {
        var mocks = await StackRun.RunAsync("prod", ("backend", backend), ("cache", "redis"), ("cacheMaxGb", "3"), ("cacheMaxUnitsPerSecond", "9000"));
        var cache = mocks.One(Cache);

        Assert.Equal(("valkey", "room-type-prod", "arn:aws:mock:eu-central-1:123456789012:key"), ((string)cache["engine"], (string)cache["name"], (string)cache["kmsKeyId"]));
        Assert.Equal(["cache-id"], cache.Texts("securityGroupIds"));
        Assert.Equal(mocks.All("aws:ec2/subnet:Subnet").Count, cache.Texts("subnetIds").Count);
        Assert.Equal((3.0, "GB"), ((double)cache.Map("cacheUsageLimits").Map("dataStorage")["maximum"], (string)cache.Map("cacheUsageLimits").Map("dataStorage")["unit"]));
        Assert.Equal(9000.0, (double)Assert.Single(cache.Map("cacheUsageLimits").Maps("ecpuPerSeconds"))["maximum"]);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Network_LetsTheServiceInAlone(string backend)
    {
        var mocks = await StackRun.RunAsync("prod", ("backend", backend), ("cache", "redis"));
        var incoming = Assert.Single(mocks.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), rule => (string)rule["securityGroupId"] == "cache-id");

        Assert.Equal((6379.0, 6379.0), ((double)incoming["fromPort"], (double)incoming["toPort"]));
        Assert.Equal(backend switch { "fargate" => "tasks-id", "ec2" => "instances-id", "sagemaker" => "endpoint-id", _ => "sg-cluster" }, incoming["referencedSecurityGroupId"]);
        Assert.DoesNotContain(mocks.All("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"), rule => (string)rule["securityGroupId"] == "cache-id");
    }

    [Fact]
    public async Task User_IsTheServicesRoleAndMayReadAndWriteAnswersAlone()
    {
        var mocks = await StackRun.RunAsync("prod", ("backend", "fargate"), ("cache", "redis"));
        var user = mocks.One(User);

        Assert.Equal("iam", (string)user.Map("authenticationMode")["type"]);
        Assert.Equal(user["userId"], user["userName"]);
        Assert.StartsWith("on ~room-type:* resetchannels -@all +get +set ", (string)user["accessString"], StringComparison.Ordinal);
        Assert.Equal([(string)user["userId"]], mocks.One("aws:elasticache/userGroup:UserGroup").Texts("userIds"));
    }

    [Fact]
    public async Task Alarms_OfTheCache_WatchWhatItRefuses()
    {
        var mocks = await StackRun.RunAsync("prod", ("backend", "fargate"), ("cache", "redis"));
        var watched = mocks.All("aws:cloudwatch/metricAlarm:MetricAlarm").Where(alarm => alarm.GetValueOrDefault("namespace") as string == "AWS/ElastiCache").Select(alarm => (string)alarm["metricName"]).Order();

        Assert.Equal(["AuthenticationFailures", "ThrottledCmds"], watched);
    }

    [Theory]
    [InlineData("lambda")]
    [InlineData("fargate")]
    [InlineData("eks")]
    public async Task Cache_OfContainersAlone_MakesNothing(string backend)
    {
        var mocks = await StackRun.OfAsync("prod", backend);

        Assert.DoesNotContain(mocks.Created, resource => resource.Type!.StartsWith("aws:elasticache/", StringComparison.Ordinal));
    }
}
