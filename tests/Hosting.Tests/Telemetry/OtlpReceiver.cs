using System.Buffers.Binary;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Opentelemetry.Proto.Collector.Metrics.V1;
using Opentelemetry.Proto.Collector.Trace.V1;
using Opentelemetry.Proto.Common.V1;
using Opentelemetry.Proto.Metrics.V1;
using Opentelemetry.Proto.Trace.V1;

namespace Hosting.Tests.Telemetry;

/// <summary>What takes OTLP, by HTTP or gRPC (opentelemetry.io, OTLP specification), and keeps it.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Span> _spans = [];
    private readonly List<Metric> _metrics = [];
    private readonly Dictionary<string, string> _resource = [];

    private OtlpReceiver(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/traces", (HttpContext http) => HttpAsync(http, ReceiveTraces));
        app.MapPost("/v1/metrics", (HttpContext http) => HttpAsync(http, ReceiveMetrics));
        app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", (HttpContext http) => GrpcAsync(http, ReceiveTraces));
        app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", (HttpContext http) => GrpcAsync(http, ReceiveMetrics));
    }

    public string Address => _app.Urls.Single();

    public List<Span> Spans => Locked(_spans);

    public List<Metric> Metrics => Locked(_metrics);

    /// <summary>The attributes of who sent.</summary>
    public Dictionary<string, string> Resource
    {
        get
        {
            lock (_spans) return new(_resource);
        }
    }

    public static async Task<OtlpReceiver> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols));
        var receiver = new OtlpReceiver(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task HttpAsync(HttpContext http, Action<byte[]> receive)
    {
        if (http.Request.ContentType != "application/x-protobuf") throw new InvalidOperationException(http.Request.ContentType);
        receive(await ReadAsync(http));
        http.Response.ContentType = "application/x-protobuf";
    }

    private static async Task GrpcAsync(HttpContext http, Action<byte[]> receive)
    {
        const int Prefix = 5;
        var frame = await ReadAsync(http);
        receive(frame[Prefix..(Prefix + (int)BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(1)))]);
        http.Response.ContentType = "application/grpc";
        http.Response.DeclareTrailer("grpc-status");
        await http.Response.Body.WriteAsync(new byte[Prefix]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void ReceiveTraces(byte[] body)
    {
        foreach (var part in ExportTraceServiceRequest.Parser.ParseFrom(body).ResourceSpans)
        {
            Keep(part.Resource.Attributes, _spans, part.ScopeSpans.SelectMany(scope => scope.Spans));
        }
    }

    private void ReceiveMetrics(byte[] body)
    {
        foreach (var part in ExportMetricsServiceRequest.Parser.ParseFrom(body).ResourceMetrics)
        {
            Keep(part.Resource.Attributes, _metrics, part.ScopeMetrics.SelectMany(scope => scope.Metrics));
        }
    }

    private void Keep<T>(IEnumerable<KeyValue> resource, List<T> kept, IEnumerable<T> received)
    {
        lock (_spans)
        {
            kept.AddRange(received);
            foreach (var attribute in resource) _resource[attribute.Key] = attribute.Value.StringValue;
        }
    }

    private List<T> Locked<T>(List<T> kept)
    {
        lock (_spans) return [.. kept];
    }
}

/// <summary>Spans as tests look at them.</summary>
internal static class Spans
{
    public static string Hex(this ByteString id) => Convert.ToHexStringLower(id.Span);

    public static string Attribute(this Span span, string name) => span.Attributes.SingleOrDefault(attribute => attribute.Key == name)?.Value is { } value
        ? value.HasIntValue ? $"{value.IntValue}" : value.StringValue
        : "";

    /// <summary>The spans below one, by name.</summary>
    public static ILookup<string, Span> Below(this IEnumerable<Span> spans, Span parent) => spans
        .Where(span => span.ParentSpanId == parent.SpanId && span.TraceId == parent.TraceId)
        .ToLookup(span => span.Name);
}
