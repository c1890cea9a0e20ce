using System.Text.Json;

namespace Stacks.Tests.Tracing;

public class TraceCollectorTests
{
    private const string Name = "otel-collector";

    [Fact]
    public async Task Fargate_Traced_RunsTheCollectorWhichTheServiceOutlives()
    {
        var containers = await ContainersAsync("true");

        var (service, collector) = (containers["room-type"], containers[Name]);
        Assert.False(collector.GetProperty("essential").GetBoolean());
        Assert.Equal(["CMD", "/healthcheck"], collector.GetProperty("healthCheck").GetProperty("command").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal(Name, collector.GetProperty("logConfiguration").GetProperty("options").GetProperty("awslogs-stream-prefix").GetString());
        Assert.True(collector.GetProperty("readonlyRootFilesystem").GetBoolean());
        Assert.Equal("65532:65532", collector.GetProperty("user").GetString());
        // What depends on another stops before it.
        Assert.Contains(service.GetProperty("dependsOn").EnumerateArray(), other => other.GetProperty("containerName").GetString() == Name);
        Assert.Equal(2_048, containers.Values.Sum(container => container.GetProperty("memory").GetInt32()));
    }

    [Fact]
    public async Task Fargate_NotTraced_RunsNone()
    {
        var containers = await ContainersAsync("false");

        Assert.DoesNotContain(Name, containers.Keys);
        Assert.DoesNotContain(Variables(containers["room-type"]).Keys, name => name.StartsWith("OTEL_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_Traced_SendsToWhereTheCollectorListens()
    {
        var containers = await ContainersAsync("true");

        var service = Variables(containers["room-type"]);
        using var configuration = JsonDocument.Parse(Variables(containers[Name])["AOT_CONFIG_CONTENT"]);
        var listens = configuration.RootElement.GetProperty("receivers").GetProperty("otlp").GetProperty("protocols").GetProperty(service["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"]).GetProperty("endpoint").GetString();
        Assert.Equal(service["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"], $"http://{listens}");
        Assert.StartsWith("xray,", service["OTEL_PROPAGATORS"], StringComparison.Ordinal);
        Assert.Equal(("parentbased_traceidratio", "0.05"), (service["OTEL_TRACES_SAMPLER"], service["OTEL_TRACES_SAMPLER_ARG"]));
        Assert.Equal("room-type-staging", service["OTEL_SERVICE_NAME"]);
        Assert.Contains("cloud.platform=aws_ecs", service["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_Pipelines_NameWhatIsThere()
    {
        using var configuration = JsonDocument.Parse(Variables((await ContainersAsync("true"))[Name])["AOT_CONFIG_CONTENT"]);

        var service = configuration.RootElement.GetProperty("service");
        Assert.Equal(["traces"], service.GetProperty("pipelines").EnumerateObject().Select(pipeline => pipeline.Name));
        foreach (var used in service.GetProperty("pipelines").GetProperty("traces").EnumerateObject().Append(service.EnumerateObject().First(part => part.Name == "extensions")))
            Assert.All(used.Value.EnumerateArray(), name => Assert.True(configuration.RootElement.GetProperty(used.Name).TryGetProperty(name.GetString()!, out _), $"{used.Name}: {name}"));
    }

    [Fact]
    public async Task Eks_Traced_RunsTheCollectorAsASidecarThatStopsLast()
    {
        var pod = (await StackRun.RunAsync("staging", ("backend", "eks"), ("tracing", "true"))).One("kubernetes:apps/v1:Deployment").Map("spec").Map("template").Map("spec");

        var collector = Assert.Single(pod.Maps("initContainers"));
        Assert.Equal((Name, "Always"), (collector["name"], collector["restartPolicy"]));
        Assert.Equal(["/healthcheck"], collector.Map("livenessProbe").Map("exec").Texts("command"));
        Assert.Equal(["cpu", "memory"], collector.Map("resources").Map("limits").Keys.Order());
        Assert.Equal(true, collector.Map("securityContext")["readOnlyRootFilesystem"]);
        Assert.Contains(pod.Maps("containers")[0].Maps("env"), variable => (string)variable["name"] == "OTEL_RESOURCE_ATTRIBUTES" && ((string)variable["value"]).Contains("cloud.platform=aws_eks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lambda_Traced_IsAsItIsWithout()
    {
        var traced = await StackRun.RunAsync("staging", ("backend", "lambda"), ("tracing", "true"));

        var function = traced.One("aws:lambda/function:Function");
        Assert.Equal("Active", function.Map("tracingConfig")["mode"]);
        Assert.DoesNotContain(function.Map("environment").Map("variables").Keys, name => name.StartsWith("OTEL_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fargate")]
    [InlineData("eks")]
    public async Task Network_Traced_ReachesXRay(string backend)
    {
        Assert.Contains("com.amazonaws.eu-central-1.xray", await ServicesAsync(backend, "true"));
        Assert.DoesNotContain("com.amazonaws.eu-central-1.xray", await ServicesAsync(backend, "false"));
    }

    [Fact]
    public async Task Memory_TooLittleForACollector_IsRefused()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync("dev", ("backend", "fargate"), ("tracing", "true"), ("fargateCpu", "256"), ("fargateMemoryMb", "512")));

        Assert.Contains("fargateMemoryMb is 512, of which the collector takes 256", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<object>> ServicesAsync(string backend, string tracing) =>
        (await StackRun.RunAsync("staging", ("backend", backend), ("tracing", tracing))).All("aws:ec2/vpcEndpoint:VpcEndpoint").Select(endpoint => endpoint["serviceName"]);

    private static async Task<Dictionary<string, JsonElement>> ContainersAsync(string tracing) =>
        (await StackRun.RunAsync("staging", ("tracing", tracing))).One("aws:ecs/taskDefinition:TaskDefinition").Json("containerDefinitions").EnumerateArray().ToDictionary(container => container.GetProperty("name").GetString()!);

    private static Dictionary<string, string> Variables(JsonElement container) =>
        container.GetProperty("environment").EnumerateArray().ToDictionary(pair => pair.GetProperty("name").GetString()!, pair => pair.GetProperty("value").GetString()!);
}
