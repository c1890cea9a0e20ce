using System.Text.RegularExpressions;

namespace Stacks.Tests.Backends;

public class SageMakerBackendTests
{
    private const string Config = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
    private const string Endpoint = "aws:sagemaker/endpoint:Endpoint";
    private const string Model = "aws:sagemaker/model:Model";
    private const string Target = "aws:appautoscaling/target:Target";

    private static readonly (string, string)[] Serverless =
        [("backend", "sagemaker"), ("sagemakerCapacity", "serverless"), ("architecture", "x64"), ("maxRequestBytes", "4000000")];

    [Fact]
    public async Task Model_ThatNeedsNothing_HasNoNetwork()
    {
        var mocks = await StackRun.OfAsync("dev", "sagemaker");

        Assert.True((bool)mocks.One(Model)["enableNetworkIsolation"]);
        Assert.DoesNotContain("vpcConfig", mocks.One(Model).Keys);
        Assert.Empty(mocks.All("aws:ec2/vpc:Vpc"));
    }

    [Fact]
    public async Task Model_WithADatabase_IsInTheNetwork()
    {
        var mocks = await StackRun.OfAsync("prod", "sagemaker");

        Assert.False((bool)mocks.One(Model)["enableNetworkIsolation"]);
        Assert.Equal(3, mocks.One(Model).Map("vpcConfig").Texts("subnets").Count);
        Assert.Equal("SingleModel", mocks.One(Model).Map("primaryContainer")["mode"]);
        // Which secret has the password, and not the password.
        Assert.Contains("RoomType__Events__PasswordSecret", mocks.One(Model).Map("primaryContainer").Map("environment").Keys);
        Assert.DoesNotContain("Password=", $"{mocks.One(Model).Map("primaryContainer").Map("environment")["RoomType__Events__ConnectionString"]}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm64", "ml.c7g.large", "room-type-prod-c7g-large")]
    [InlineData("x64", "ml.c7i.large", "room-type-prod-c7i-large")]
    public async Task Endpoint_Instances_AreOfTheArchitectureEncryptedAndNamed(string architecture, string type, string name)
    {
        var mocks = await StackRun.RunAsync("prod", ("backend", "sagemaker"), ("architecture", architecture));

        var variant = Assert.Single(mocks.One(Config).Maps("productionVariants"));
        Assert.Equal((type, 2.0, "live"), (variant["instanceType"], variant["initialInstanceCount"], variant["variantName"]));
        Assert.Contains(":key", (string)mocks.One(Config)["kmsKeyArn"], StringComparison.Ordinal);
        Assert.DoesNotContain("dataCaptureConfig", mocks.One(Config).Keys);
        Assert.Equal(name, mocks.One(Endpoint)["name"]);
        Assert.Contains(mocks.All("aws:cloudwatch/logGroup:LogGroup"), logs => logs.TryGetValue("name", out var path) && (string)path == $"/aws/sagemaker/Endpoints/{name}");
    }

    [Fact]
    public async Task Scaling_OfInstances_IsByRequestsAMinuteAndAtOnce()
    {
        var mocks = await StackRun.OfAsync("prod", "sagemaker");

        var target = Assert.Single(mocks.All(Target), target => (string)target["serviceNamespace"] == "sagemaker");
        Assert.Equal(("endpoint/room-type-prod-c7g-large/variant/live", "sagemaker:variant:DesiredInstanceCount", 2.0, 12.0), (target["resourceId"], target["scalableDimension"], target["minCapacity"], target["maxCapacity"]));
        Assert.Equal(
            ["SageMakerVariantConcurrentRequestsPerModelHighResolution 2", "SageMakerVariantInvocationsPerInstance 1200"],
            mocks.All("aws:appautoscaling/policy:Policy").Select(policy => policy.Map("targetTrackingScalingPolicyConfiguration")).Select(tracking => $"{tracking.Map("predefinedMetricSpecification")["predefinedMetricType"]} {tracking["targetValue"]}").Order());
    }

    [Fact]
    public async Task Serverless_Endpoint_HasNoInstancesNoNetworkAndNoKey()
    {
        var mocks = await StackRun.RunAsync("dev", [.. Serverless, ("sagemakerServerlessProvisioned", "1"), ("sagemakerServerlessProvisionedMax", "4")]);

        var variant = Assert.Single(mocks.One(Config).Maps("productionVariants"));
        Assert.DoesNotContain("instanceType", variant.Keys);
        Assert.Equal((20.0, 3_072.0, 1.0), (variant.Map("serverlessConfig")["maxConcurrency"], variant.Map("serverlessConfig")["memorySizeInMb"], variant.Map("serverlessConfig")["provisionedConcurrency"]));
        Assert.DoesNotContain("kmsKeyArn", mocks.One(Config).Keys);
        Assert.False((bool)mocks.One(Model)["enableNetworkIsolation"]);
        Assert.Equal(("sagemaker:variant:DesiredProvisionedConcurrency", 1.0, 4.0), (mocks.One(Target)["scalableDimension"], mocks.One(Target)["minCapacity"], mocks.One(Target)["maxCapacity"]));
        Assert.Contains(mocks.All("aws:apigateway/integrationResponse:IntegrationResponse"), answer => (string)answer["statusCode"] == "413");
    }

    [Theory]
    [InlineData("architecture is arm64", "architecture", "arm64")]
    [InlineData("events is postgres", "events", "postgres")]
    [InlineData("cache is redis", "cache", "redis")]
    [InlineData("canaryPercent is 10", "canaryPercent", "10")]
    [InlineData("maxRequestBytes is 4500000", "maxRequestBytes", "4500000")]
    [InlineData("sagemakerServerlessProvisioned is 21", "sagemakerServerlessProvisioned", "21")]
    [InlineData("sagemakerServerlessProvisionedMax is 4", "sagemakerServerlessProvisionedMax", "4")]
    public async Task Serverless_WhatItCannot_IsRefused(string message, string key, string value) =>
        Assert.Contains(message, (await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync("dev", [.. Serverless.Where(change => change.Item1 != key), (key, value)]))).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("eventsDatabase is set but the backend is sagemaker", "eventsDatabase", "Host=db")]
    [InlineData("sagemakerMinInstances is 1 but canaryPercent is 10", "sagemakerMinInstances", "1")]
    [InlineData("sagemakerMinInstances is 13 but sagemakerMaxInstances is 12", "sagemakerMinInstances", "13")]
    public async Task Instances_WhatTheyCannot_IsRefused(string message, string key, string value) =>
        Assert.Contains(message, (await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync("prod", ("backend", "sagemaker"), (key, value)))).ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task Integrations_Each_CallTheEndpointWithARoleForItAlone()
    {
        var mocks = await StackRun.OfAsync("prod", "sagemaker");

        Assert.All(mocks.All("aws:apigateway/integration:Integration"), integration =>
        {
            Assert.Equal(("AWS", "POST"), (integration["type"], integration["integrationHttpMethod"]));
            Assert.EndsWith(":invocation", (string)integration["credentials"], StringComparison.Ordinal);
        });
        var policy = Assert.Single(mocks.Created, resource => resource is { Type: "aws:iam/rolePolicy:RolePolicy", Name: "invocation" }).Inputs.Json("policy");
        var statement = Assert.Single(policy.GetProperty("Statement").EnumerateArray());
        Assert.Equal("sagemaker:InvokeEndpoint", statement.GetProperty("Action")[0].GetString());
        Assert.DoesNotContain("*", statement.GetProperty("Resource")[0].GetString(), StringComparison.Ordinal);
    }

    /// <summary>Pictures pass as they are, with who sent them; what a template reads tells the route besides.</summary>
    [Fact]
    public async Task Integrations_Bodies_PassAsTheyAreWhereTheyMayBeBinary()
    {
        var created = (await StackRun.OfAsync("prod", "sagemaker")).Created.Where(resource => resource.Type == "aws:apigateway/integration:Integration").ToDictionary(resource => resource.Name!, resource => resource.Inputs);

        var recognize = created["post-v1-recognize"];
        Assert.Equal("WHEN_NO_MATCH", recognize["passthroughBehavior"]);
        Assert.DoesNotContain("requestTemplates", recognize.Keys);
        Assert.Equal("context.identity.userArn", recognize.Map("requestParameters")["integration.request.header.X-Amzn-SageMaker-Custom-Attributes"]);
        Assert.Equal("method.request.header.Content-Type", recognize.Map("requestParameters")["integration.request.header.Content-Type"]);
        Assert.Equal(("WHEN_NO_MATCH", "'POST /v1/feedback'"), (created["post-v1-feedback"]["passthroughBehavior"], created["post-v1-feedback"].Map("requestParameters")["integration.request.header.X-Amzn-SageMaker-Custom-Attributes"]));
        Assert.All(created.Where(pair => pair.Key is not ("post-v1-recognize" or "post-v1-feedback")), pair =>
        {
            Assert.Equal("NEVER", pair.Value["passthroughBehavior"]);
            Assert.Contains("#set($context.requestOverride.header.X-Amzn-SageMaker-Custom-Attributes", (string)pair.Value.Map("requestTemplates")["application/json"], StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(true, 200, "200")]
    [InlineData(true, 424, "502")]
    [InlineData(true, 500, "503")]
    [InlineData(true, 413, "413")]
    [InlineData(false, 413, "503")]
    [InlineData(false, 429, "503")]
    [InlineData(false, 424, "502")]
    public async Task Answers_OfSageMaker_AreOneOfTheirs(bool serverless, int status, string expected)
    {
        var mocks = serverless ? await StackRun.RunAsync("dev", Serverless) : await StackRun.OfAsync("prod", "sagemaker");

        foreach (var answers in mocks.All("aws:apigateway/integrationResponse:IntegrationResponse").GroupBy(answer => (answer["resourceId"], answer["httpMethod"])))
        {
            var matching = answers.Where(answer => answer.TryGetValue("selectionPattern", out var pattern) && Regex.IsMatch($"{status}", $"^(?:{pattern})$")).ToList();
            var chosen = matching.Count == 0 ? answers.Single(answer => !answer.ContainsKey("selectionPattern")) : Assert.Single(matching);
            Assert.Equal(expected, chosen["statusCode"]);
        }
    }
}
