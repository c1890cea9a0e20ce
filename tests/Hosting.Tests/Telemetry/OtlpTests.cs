using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hosting.Tests.Fakes;
using Hosting.Tests.Http;
using Hosting.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Opentelemetry.Proto.Trace.V1;

namespace Hosting.Tests.Telemetry;

/// <summary>What the published program sends to a receiver of OTLP.</summary>
[Collection(nameof(PublishedApp))]
public sealed class OtlpTests(PublishedApp app)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";
    private static string[] Stages { get; } = ["parse", "assign", "queue", "decode", "infer", "write"];

    [Theory]
    [InlineData("http/protobuf", HttpProtocols.Http1)]
    [InlineData("grpc", HttpProtocols.Http2)]
    public async Task Spans_OfARequest_AreItsStagesBelowTheCallersTrace(string protocol, HttpProtocols http)
    {
        await using var receiver = await OtlpReceiver.StartAsync(http);
        await SendAsync([("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_SERVICE_NAME", "rooms-of-test")],
            AppCalls.Get("/health/ready"), AppCalls.Get("/metrics"),
            Traced(AppCalls.Recognize("kitchen_1.jpg", "one-kitchen-picture", "/v1/recognize?entityId=robot-7&roomId=attic"), ("traceparent", $"00-{Trace}-{Caller}-01")));

        var server = Assert.Single(receiver.Spans, span => span.Kind == Span.Types.SpanKind.Server);
        Assert.Equal((Trace, Caller, "POST /v1/recognize"), (server.TraceId.Hex(), server.ParentSpanId.Hex(), server.Name));
        Assert.Equal(("POST", "/v1/recognize", "200", "http"), (
            server.Attribute("http.request.method"), server.Attribute("http.route"), server.Attribute("http.response.status_code"), server.Attribute("url.scheme")));
        Assert.Equal(Stages.Append("cache").Order(), receiver.Spans.Below(server).Select(stage => stage.Key).Order());
        Assert.Equal(Stages.Length + 2, receiver.Spans.Count);
        Assert.All(receiver.Spans, span => Assert.True(span.EndTimeUnixNano >= span.StartTimeUnixNano, span.Name));
        Assert.DoesNotContain(receiver.Spans.SelectMany(span => span.Attributes), attribute => $"{attribute}".Contains("robot-7") || $"{attribute}".Contains("attic"));
        Assert.Equal("rooms-of-test", receiver.Resource["service.name"]);
        Assert.Superset(
            new HashSet<string> { "room_type.pictures", "room_type.picture.duration", "http.server.request.duration", "dotnet.gc.collections" },
            receiver.Metrics.Select(metric => metric.Name).ToHashSet());
    }

    [Fact]
    public async Task Spans_OfSeveralPictures_AreEachBelowTheRequest()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var pictures = string.Join(',', Enumerable.Repeat($$"""{"content":"{{Convert.ToBase64String(AppCalls.Picture("hallway_1.jpg"))}}"}""", 4));
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await SendAsync([("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{receiver.Address}/v1/traces"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("RoomType__Cache__Level", "none")],
            HttpCall.Text("POST", "/v1/recognize", "application/json", $$"""{"rooms":[{"roomId":"a","images":[{{pictures}},{"content":"AAAA"}]}]}"""));

        var server = Assert.Single(receiver.Spans, span => span.Kind == Span.Types.SpanKind.Server);
        var stages = receiver.Spans.Below(server);
        Assert.Equal([1, 1, 5, 5, 4, 1], Stages.Select(stage => stages[stage].Count()));
        Assert.Equal(receiver.Spans.Count - 1, stages.Sum(stage => stage.Count()));
        Assert.Single(stages["decode"], span => span.Status?.Code == Status.Types.StatusCode.Error && span.Attribute("error.type").Length > 0);
        // X-Ray refuses a trace whose id does not begin with its time.
        Assert.InRange(long.Parse(server.TraceId.Hex()[..8], NumberStyles.HexNumber, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.True(server.ParentSpanId.IsEmpty);
        Assert.Empty(receiver.Metrics);
    }

    [Fact]
    public async Task Calls_ToARemoteSource_GoOnWithTheTrace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var seen = new List<string>();
        await using var agent = await AgentAsync(seen);
        await SendAsync(
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("RoomType__Experiments__Source", "appconfig"), ("RoomType__Experiments__TimeoutMilliseconds", "10000"),
                ("RoomType__Experiments__AppConfig__Endpoint", agent.Urls.Single()), ("RoomType__Experiments__AppConfig__Application", "a"),
                ("RoomType__Experiments__AppConfig__Environment", "b"), ("RoomType__Experiments__AppConfig__Profile", "c"),
            ],
            Traced(AppCalls.Recognize("kitchen_1.jpg", "assigned-by-an-agent", "/v1/recognize?entityId=robot-7"), ("X-Amzn-Trace-Id", $"Root=1-{Trace[..8]}-{Trace[8..]};Parent={Caller};Sampled=1")));

        var server = Assert.Single(receiver.Spans, span => span.Kind == Span.Types.SpanKind.Server);
        Assert.Equal((Trace, Caller), (server.TraceId.Hex(), server.ParentSpanId.Hex()));
        var assign = receiver.Spans.Below(server)["assign"].Single();
        var call = Assert.Single(receiver.Spans, span => span.Kind == Span.Types.SpanKind.Client);
        Assert.Equal("miss", receiver.Spans.Below(assign)["cache"].Single().Attribute("room_type.cache"));
        Assert.Equal(assign.SpanId, call.ParentSpanId);
        Assert.Equal($"00-{Trace}-{call.SpanId.Hex()}-01", Assert.Single(seen));
    }

    [Fact]
    public async Task Spans_OfAnInvocation_AreSentBeforeItsAnswerAndBelowLambdasOwn()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var lambda = AppProcess.StartLambda(
            app, api.Address, ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "60000"));
        var call = AppCalls.Recognize("kitchen_1.jpg", "sent-before-the-freeze");

        await api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, call), traceId: $"Root=1-{Trace[..8]}-{Trace[8..]};Parent={Caller};Sampled=0");
        Assert.Empty(receiver.Spans);
        await api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, call), traceId: $"Root=1-{Trace[..8]}-{Trace[8..]};Parent={Caller};Sampled=1;Lineage=1:abcd1234:0");

        var server = Assert.Single(receiver.Spans, span => span.Kind == Span.Types.SpanKind.Server);
        Assert.Equal((Trace, Caller), (server.TraceId.Hex(), server.ParentSpanId.Hex()));
        Assert.Equal(Stages.Order(), receiver.Spans.Below(server).Select(stage => stage.Key).Order());
        Assert.Equal(("room-type", "aws_lambda"), (receiver.Resource["faas.name"], receiver.Resource["cloud.platform"]));
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_TRACES_SAMPLER", "always_off")]
    public async Task Spans_ThatAreSwitchedOff_AreNotSent(string variable, string value)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await SendAsync([("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), (variable, value)],
            AppCalls.Recognize("kitchen_1.jpg", "nobody-looks-at-it"));
        Assert.Empty(receiver.Spans);
        Assert.Equal(variable == "OTEL_SDK_DISABLED", receiver.Metrics.Count == 0);
    }

    /// <summary>One takes connections and never answers, the other takes none.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Requests_WithoutAReceiver_AreAnsweredAndTheEndIsInTime(bool takesConnections)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";
        if (!takesConnections) listener.Stop();
        // One that is cut off at the end of the grace time ends with another code.
        var output = await SendAsync(
            [("OTEL_EXPORTER_OTLP_ENDPOINT", address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("RoomType__Http__GraceSeconds", "10")],
            [.. Enumerable.Range(0, 4).Select(i => AppCalls.Recognize("kitchen_1.jpg", $"sent-to-nobody-{i}"))]);
        if (!takesConnections) Assert.Contains($"Telemetry could not be sent to {address}/v1/traces", output);
    }

    [Fact]
    public async Task Start_WithVariablesThatAreNotAllowed_EndsWithAllOfThem()
    {
        await using var service = AppProcess.StartKestrel(app, ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"), ("OTEL_PROPAGATORS", "b3"));
        Assert.Equal(78, await service.ExitCodeAsync());
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317'; allowed is an address such as http://localhost:4318.", service.Output);
        Assert.Contains("OTEL_PROPAGATORS has 'b3'; allowed are xray, tracecontext, baggage and none.", service.Output);
    }

    private static HttpCall Traced(HttpCall call, (string Name, string Value) header) => call with { Headers = [.. call.Headers, header] };

    private static async Task<WebApplication> AgentAsync(List<string> seen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var agent = builder.Build();
        agent.Run(http =>
        {
            lock (seen) seen.Add(http.Request.Headers["traceparent"].ToString());
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await agent.StartAsync();
        return agent;
    }

    /// <summary>Sends requests one after another and ends the program, which sends what it has left.</summary>
    private async Task<string> SendAsync((string Name, string Value)[] environment, params HttpCall[] calls)
    {
        await using var service = AppProcess.StartKestrel(app, environment);
        using var client = new AppClient(await service.ReadyAsync());
        foreach (var call in calls)
        {
            var answer = await client.SendAsync(call);
            Assert.True(answer.Status == 200, $"{answer}\n{service.Output}");
        }

        service.Signal(AppProcess.SigTerm);
        Assert.True(await service.ExitCodeAsync() == 0, service.Output);
        return service.Output;
    }
}
