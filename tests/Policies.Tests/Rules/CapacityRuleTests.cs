using System.Text.Json.Nodes;
using Policies.Capacity;
using Pulumi.Policy;

namespace Policies.Tests.Rules;

public class CapacityRuleTests
{
    private const string Lambda = "aws:lambda/function:Function";
    private const string Stage = """{ "name": "api", "type": "aws:apigateway/restApi:RestApi", "props": {} }, { "name": "v1", "type": "aws:apigateway/stage:Stage", "props": {}, "dependsOn": ["api"] }""";

    private readonly RulePack _pack = new(CapacityPack.Create());

    [Fact]
    public async Task Function_WithoutAnySize_ViolatesEachBound() =>
        Assert.Equal([("lambda-memory", "mandatory"), ("lambda-reserved-concurrency", "mandatory"), ("lambda-timeout", "mandatory")], await ToldAsync("{}"));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public async Task ReservedConcurrency_Bounds_CountFromBothSides(int reserved, bool isAllowed)
    {
        var told = await ToldAsync($$"""{ "reservedConcurrentExecutions": {{reserved}}, "memorySize": 1769, "timeout": 25 }""");

        Assert.Equal(isAllowed ? [] : [("lambda-reserved-concurrency", "mandatory")], told);
    }

    [Fact]
    public async Task Function_OnManagedInstances_ReservesNothing() =>
        Assert.Empty(await ToldAsync("""{ "memorySize": 1769, "timeout": 25, "capacityProviderConfig": { "lambdaManagedInstancesCapacityProviderConfig": {} } }"""));

    [Fact]
    public async Task Stage_WithoutThrottlingOfAllMethods_IsNamed()
    {
        var found = await _pack.AnalyzeStackAsync(JsonNode.Parse($"[{Stage}]")!.AsArray());

        Assert.Equal([("api-throttling", "v1")], found.Select(one => (one.Policy, one.Resource)));
    }

    [Fact]
    public async Task Throttling_SwitchedOff_IsNone()
    {
        var found = await _pack.AnalyzeStackAsync(JsonNode.Parse($$"""
            [{{Stage}}, { "name": "settings", "type": "aws:apigateway/methodSettings:MethodSettings", "dependsOn": ["v1"],
              "props": { "methodPath": "*/*", "settings": { "throttlingRateLimit": -1, "throttlingBurstLimit": 20 } } }]
            """)!.AsArray());

        Assert.Equal(["api-throttling"], found.Select(one => one.Policy));
    }

    [Fact]
    public async Task UnknownValue_BesideAViolation_DoesNotHideIt()
    {
        var found = await _pack.AnalyzeStackAsync(JsonNode.Parse($$"""
            [{ "name": "f", "type": "{{Lambda}}", "props": { "reservedConcurrentExecutions": 10 } },
             { "name": "live", "type": "aws:lambda/alias:Alias", "props": {}, "dependsOn": ["f"] },
             { "name": "warm", "type": "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "dependsOn": ["live"],
               "props": { "provisionedConcurrentExecutions": "{{RulePack.Unknown}}" } },
             { "name": "scaling", "type": "aws:appautoscaling/target:Target", "dependsOn": ["live"],
               "props": { "serviceNamespace": "lambda", "maxCapacity": 777 } }]
            """)!.AsArray());

        Assert.Equal(["advisory", "mandatory"], found.Select(one => one.Level).Order());
    }

    [Fact]
    public async Task Limits_AndLevels_AreConfiguration()
    {
        _pack.Configure(
            ("lambda-memory", EnforcementLevel.Mandatory, """{ "minimum": 512, "maximum": 1024 }"""),
            ("lambda-timeout", EnforcementLevel.Disabled, "{}"),
            ("lambda-reserved-concurrency", EnforcementLevel.Advisory, "{}"));

        Assert.Equal([("lambda-memory", "mandatory"), ("lambda-reserved-concurrency", "advisory")], await ToldAsync("""{ "memorySize": 1769 }"""));
    }

    [Fact]
    public async Task Numbers_AsText_AreNumbers() => Assert.Equal(
        [("ecs-task-maximum", "mandatory")],
        (await _pack.AnalyzeAsync("aws:ecs/service:Service", JsonNode.Parse("""{ "desiredCount": "77" }""")!)).Select(one => (one.Policy, one.Level)));

    private async Task<IEnumerable<(string, string)>> ToldAsync(string props) =>
        (await _pack.AnalyzeAsync(Lambda, JsonNode.Parse(props)!)).Select(one => (one.Policy, one.Level));
}
