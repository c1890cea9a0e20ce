namespace Stacks.Tests.Backends;

public class LambdaBackendTests
{
    [Fact]
    public async Task Function_Prod_IsBoundedAndWarm()
    {
        var mocks = await StackRun.OfAsync("prod", "lambda");

        var function = mocks.One("aws:lambda/function:Function");
        Assert.Equal(200.0, function["reservedConcurrentExecutions"]);
        Assert.Equal(27.0, function["timeout"]);
        Assert.Equal(["arm64"], function.Texts("architectures"));
        Assert.Equal(4.0, mocks.One("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig")["provisionedConcurrentExecutions"]);
        var target = mocks.One("aws:appautoscaling/target:Target");
        Assert.Equal((4.0, 40.0), ((double)target["minCapacity"], (double)target["maxCapacity"]));
        Assert.Equal("function:room-type:live", target["resourceId"]);
    }

    [Fact]
    public async Task Function_InANewAccount_ReservesNothing()
    {
        var mocks = await StackRun.OfAsync("dev", "lambda");

        Assert.False(mocks.One("aws:lambda/function:Function").ContainsKey("reservedConcurrentExecutions"));
        Assert.DoesNotContain(mocks.All("aws:cloudwatch/metricAlarm:MetricAlarm"), alarm => ((string)alarm["name"]).EndsWith("function-concurrency", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("true", "PublishedVersions")]
    [InlineData("false", null)]
    public async Task Function_WithSnapStart_HasASnapshotOfEachVersion(string setting, string? expected)
    {
        var function = (await StackRun.RunAsync("dev", ("lambdaSnapStart", setting))).One("aws:lambda/function:Function");

        Assert.Equal(true, function["publish"]);
        Assert.Equal(expected, function.ContainsKey("snapStart") ? function.Map("snapStart")["applyOn"] : null);
    }

    [Fact]
    public async Task Permission_Gateway_IsForTheAliasAndTheStageOnly()
    {
        var mocks = await StackRun.OfAsync("dev", "lambda");

        var permission = mocks.One("aws:lambda/permission:Permission");
        Assert.Equal("apigateway.amazonaws.com", permission["principal"]);
        Assert.Equal("live", permission["qualifier"]);
        Assert.EndsWith(":api/live/*", (string)permission["sourceArn"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_WithCanary_IsTakenBackByErrors()
    {
        var mocks = await StackRun.OfAsync("prod", "lambda");

        var canary = mocks.One("aws:codedeploy/deploymentConfig:DeploymentConfig").Map("trafficRoutingConfig").Map("timeBasedCanary");
        Assert.Equal((10.0, 10.0), ((double)canary["percentage"], (double)canary["interval"]));
        var group = mocks.One("aws:codedeploy/deploymentGroup:DeploymentGroup");
        Assert.Contains("DEPLOYMENT_STOP_ON_ALARM", group.Map("autoRollbackConfiguration").Texts("events"));
        Assert.Contains("room-type-prod-lambda-function-errors", group.Map("alarmConfiguration").Texts("alarms"));
        Assert.Contains("room-type-prod-api-errors", group.Map("alarmConfiguration").Texts("alarms"));
    }

    [Fact]
    public async Task Release_WithCanary_IsTakenBackByWhatTheNewVersionAloneFails()
    {
        var mocks = await StackRun.OfAsync("prod", "lambda");

        var alarm = Assert.Single(mocks.All("aws:cloudwatch/metricAlarm:MetricAlarm"), alarm => (string)alarm["name"] == "room-type-prod-lambda-release-errors");
        Assert.Contains((string)alarm["name"], mocks.One("aws:codedeploy/deploymentGroup:DeploymentGroup").Map("alarmConfiguration").Texts("alarms"));
        Assert.All(alarm.Maps("metricQueries").Where(query => query.ContainsKey("metric")), query => Assert.Equal("7", query.Map("metric").Map("dimensions")["ExecutedVersion"]));
        // 15 percent of a tenth of the requests, which is 1.5 percent of all.
        Assert.Equal(1.0, alarm["threshold"]);
    }

    [Fact]
    public async Task Release_WithoutCanary_NeedsNoCodeDeploy() =>
        Assert.Empty((await StackRun.OfAsync("dev", "lambda")).All("aws:codedeploy/application:Application"));

    [Fact]
    public async Task Capacity_Managed_RunsAsManyRequestsAsThereAreVcpus()
    {
        var mocks = await StackRun.RunAsync("dev", ("lambdaCapacity", "managed"), ("lambdaMemoryMb", "4096"));

        var function = mocks.One("aws:lambda/function:Function");
        var managed = function.Map("capacityProviderConfig").Map("lambdaManagedInstancesCapacityProviderConfig");
        Assert.Equal(2.0, managed["perExecutionEnvironmentMaxConcurrency"]);
        Assert.Equal("2", function.Map("environment").Map("variables")["RoomType__Inference__Workers"]);
        Assert.Equal("LATEST_PUBLISHED", function["publishTo"]);
        Assert.False(function.ContainsKey("reservedConcurrentExecutions"));
        Assert.Equal(24.0, Assert.Single(mocks.One("aws:lambda/capacityProvider:CapacityProvider").Maps("capacityProviderScalingConfigs"))["maxVcpuCount"]);
    }
}
