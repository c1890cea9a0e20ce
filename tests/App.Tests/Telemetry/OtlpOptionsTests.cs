using System.Diagnostics;
using RoomTypes.Telemetry;

namespace RoomTypes.Tests.Telemetry;

public class OtlpOptionsTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318";

    [Theory]
    [InlineData("", false, false)]
    [InlineData("OTEL_SERVICE_NAME=rooms", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT= ", false, false)]
    [InlineData(Endpoint, true, true)]
    [InlineData(Endpoint + " OTEL_SDK_DISABLED=True", false, false)]
    [InlineData(Endpoint + " OTEL_SDK_DISABLED=false", true, true)]
    [InlineData(Endpoint + " OTEL_TRACES_EXPORTER=none", false, true)]
    [InlineData(Endpoint + " OTEL_METRICS_EXPORTER=none OTEL_TRACES_EXPORTER=otlp", true, false)]
    [InlineData(Endpoint + " OTEL_METRICS_EXPORTER=none OTEL_TRACES_EXPORTER=none", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=https://collector/v1/traces", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=https://collector/v1/metrics", false, true)]
    public void Variables_OfTheSpecification_ChooseWhatIsSent(string variables, bool traces, bool metrics)
    {
        var (options, problems) = Read(variables);
        Assert.Empty(problems);
        Assert.Equal((traces, metrics), (options?.Traces ?? false, options?.Metrics ?? false));
    }

    [Theory]
    [InlineData("", "xray tracecontext baggage")]
    [InlineData(" OTEL_PROPAGATORS=tracecontext,baggage", "tracecontext baggage")]
    [InlineData(" OTEL_PROPAGATORS=none", "")]
    public void Propagators_AreThoseThatAreNamed(string variables, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(Endpoint + variables).Options!.Propagation));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=/v1/metrics", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT is '/v1/metrics'; allowed is an address such as http://localhost:4318.")]
    [InlineData(Endpoint + " OTEL_TRACES_EXPORTER=zipkin", "OTEL_TRACES_EXPORTER is 'zipkin'; allowed are otlp and none.")]
    [InlineData(Endpoint + " OTEL_PROPAGATORS=xray,b3multi", "OTEL_PROPAGATORS has 'b3multi'; allowed are xray, tracecontext, baggage and none.")]
    public void Values_ThatAreNotAllowed_AreToldWithThoseThatAre(string variables, string problem) => Assert.Equal([problem], Read(variables).Problems);

    [Fact]
    public async Task Start_WithoutAnEndpoint_LoadsNoPartOfOpenTelemetryAndHasNoListener()
    {
        Assert.Null(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"));
        await using var service = await TestService.StartAsync();
        using (var answer = await service.PostAsync(Samples.Kitchen, "image/jpeg")) Assert.Equal(200, (int)answer.StatusCode);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name!.StartsWith("OpenTelemetry", StringComparison.Ordinal));
        using var source = new ActivitySource(Stages.SourceName);
        Assert.False(source.HasListeners());
        Assert.Null(Stages.Begin("parse"));
        Assert.Equal(default, Stages.Current);
    }

    private static (OtlpOptions? Options, List<string> Problems) Read(string variables)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var problems = new List<string>();
        return (OtlpOptions.Read(set.GetValueOrDefault, problems), problems);
    }
}
