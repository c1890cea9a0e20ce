using System.Text.Json;

namespace Stacks.Tests.Backends;

public class FargateBackendTests
{
    [Fact]
    public async Task Containers_Both_AreUnprivilegedAndReadOnly()
    {
        var containers = await ContainersAsync("staging");

        Assert.Equal(["room-type", "appconfig-agent"], containers.Select(container => container.GetProperty("name").GetString()));
        Assert.All(containers, container =>
        {
            Assert.True(container.GetProperty("readonlyRootFilesystem").GetBoolean());
            Assert.DoesNotContain("0:0", container.GetProperty("user").GetString(), StringComparison.Ordinal);
            Assert.Equal("ALL", container.GetProperty("linuxParameters").GetProperty("capabilities").GetProperty("drop")[0].GetString());
            Assert.True(container.GetProperty("memory").GetInt32() > 0);
        });
    }

    [Fact]
    public async Task Service_Workers_AreTheTasksVcpus()
    {
        var variables = (await ContainersAsync("prod"))[0].GetProperty("environment").EnumerateArray().ToDictionary(pair => pair.GetProperty("name").GetString()!, pair => pair.GetProperty("value").GetString());

        Assert.Equal("2", variables["RoomType__Inference__Workers"]);
    }

    [Fact]
    public async Task Strategy_Staging_IsEcsOwnCanaryWithRollback()
    {
        var mocks = await StackRun.OfAsync("staging", "fargate");

        var service = mocks.One("aws:ecs/service:Service");
        var strategy = service.Map("deploymentConfiguration");
        Assert.Equal("CANARY", strategy["strategy"]);
        Assert.Equal(10.0, strategy.Map("canaryConfiguration")["canaryPercent"]);
        Assert.Equal("5", strategy["bakeTimeInMinutes"]);
        Assert.Equal(true, service.Map("alarms")["rollback"]);
        // The two groups apart: one of them has the new version alone.
        Assert.Equal(
            [
                "room-type-staging-api-errors", "room-type-staging-api-latency",
                "room-type-staging-fargate-alternate-errors", "room-type-staging-fargate-alternate-latency",
                "room-type-staging-fargate-target-errors", "room-type-staging-fargate-target-latency",
                "room-type-staging-fargate-targets-errors", "room-type-staging-fargate-targets-latency",
            ],
            service.Map("alarms").Texts("alarmNames").Order());
        Assert.Contains("alternateTargetGroupArn", Assert.Single(service.Maps("loadBalancers")).Map("advancedConfiguration").Keys);
        Assert.Equal(2, mocks.All("aws:lb/targetGroup:TargetGroup").Count);
    }

    [Fact]
    public async Task Rule_Requests_LoseTheStageBeforeThePath()
    {
        var mocks = await StackRun.OfAsync("staging", "fargate");

        var rewrite = Assert.Single(mocks.One("aws:lb/listenerRule:ListenerRule").Maps("transforms")).Map("urlRewriteConfig").Map("rewrite");
        Assert.Equal("/v1/recognize", System.Text.RegularExpressions.Regex.Replace("/live/v1/recognize", (string)rewrite["regex"], (string)rewrite["replace"]));
        Assert.Equal("/v1/recognize", System.Text.RegularExpressions.Regex.Replace("/v1/recognize", (string)rewrite["regex"], (string)rewrite["replace"]));
    }

    [Fact]
    public async Task Tasks_OfAnotherSecret_AreOthers()
    {
        var mocks = await StackRun.RunAsync("dev", ("backend", "fargate"), ("events", "postgres"), ("eventsDatabase", "Host=db"));

        // ARN:JSON key:stage:version, of which the last two parts before it are empty.
        var secret = Assert.Single(mocks.One("aws:ecs/taskDefinition:TaskDefinition").Json("containerDefinitions")[0].GetProperty("secrets").EnumerateArray());
        Assert.EndsWith(":events:::v1", secret.GetProperty("valueFrom").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scaling_Tasks_HasBothLimits()
    {
        var target = (await StackRun.OfAsync("prod", "fargate")).One("aws:appautoscaling/target:Target");

        Assert.Equal((3.0, 20.0), ((double)target["minCapacity"], (double)target["maxCapacity"]));
    }

    private static async Task<List<JsonElement>> ContainersAsync(string environment) =>
        [.. (await StackRun.OfAsync(environment, "fargate")).One("aws:ecs/taskDefinition:TaskDefinition").Json("containerDefinitions").EnumerateArray()];
}
