using System.Text.Json;

namespace Stacks.Tests.Backends;

public class BalancerLogsTests
{
    [Theory]
    [InlineData("staging", "fargate")]
    [InlineData("prod", "eks")]
    public async Task Balancer_AnyStack_WritesItsAccessLog(string environment, string backend)
    {
        var mocks = await StackRun.OfAsync(environment, backend);

        var logs = mocks.One("aws:lb/loadBalancer:LoadBalancer").Map("accessLogs");
        Assert.Equal(("balancer-logs-id", true), ((string)logs["bucket"], (bool)logs["enabled"]));
    }

    [Fact]
    public async Task Bucket_OfTheLogs_LetsBalancersOfTheAccountWriteWithS3sOwnKeysAndForgetsInTime()
    {
        var mocks = await StackRun.OfAsync("staging", "fargate");

        Assert.Equal("AES256", mocks.One("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").Maps("rules").Single().Map("applyServerSideEncryptionByDefault")["sseAlgorithm"]);
        Assert.All(new[] { "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets" }, key => Assert.Equal(true, mocks.One("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")[key]));
        Assert.Equal(30.0, mocks.One("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").Maps("rules").Single().Map("expiration")["days"]);
        using var policy = JsonDocument.Parse((string)mocks.One("aws:s3/bucketPolicy:BucketPolicy")["policy"]);
        var allow = Assert.Single(policy.RootElement.GetProperty("Statement").EnumerateArray(), statement => statement.GetProperty("Effect").GetString() == "Allow");
        Assert.Equal("logdelivery.elasticloadbalancing.amazonaws.com", allow.GetProperty("Principal").GetProperty("Service")[0].GetString());
        Assert.Equal("arn:aws:mock:eu-central-1:123456789012:balancer-logs/AWSLogs/123456789012/*", allow.GetProperty("Resource")[0].GetString());
    }

    [Theory]
    [InlineData("prod", false)]
    [InlineData("dev", true)]
    public async Task Bucket_OfAProtectedStack_IsNotEmptied(string environment, bool forced) =>
        Assert.Equal(forced, (await StackRun.OfAsync(environment, "eks")).One("aws:s3/bucket:Bucket")["forceDestroy"]);
}
