using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace RoomTypes.Telemetry;

/// <summary>OpenTelemetry's SDK, sending traces and metrics by OTLP as its environment variables say. Made only where something is to be sent.</summary>
internal sealed class OtlpExport
{
    private static readonly string[] Certificates = ["OTEL_EXPORTER_OTLP_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_KEY"];

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private OtlpExport(TracerProvider? traces, MeterProvider? metrics) => (_traces, _metrics) = (traces, metrics);

    /// <summary>Begins to listen and to send. To be called before the host is built, which looks once at who listens.</summary>
    /// <param name="options">What is sent.</param>
    /// <param name="unwatched">Paths of requests that only ask how the process is.</param>
    /// <param name="failed">Told why something could not be sent.</param>
    public static OtlpExport Begin(OtlpOptions options, IReadOnlyCollection<string> unwatched, Action<string> failed)
    {
        // ASP.NET Core gives its spans the attributes of OpenTelemetry's HTTP conventions only when it is told to.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        return new(options.Traces ? BuildTraces(unwatched, failed) : null, options.Metrics ? BuildMetrics(failed) : null);
    }

    /// <summary>Sends what has gathered. Blocks until it is sent or the time is over.</summary>
    public void Flush(TimeSpan most)
    {
        var start = Stopwatch.GetTimestamp();
        _traces?.ForceFlush(Left(most, start));
        _metrics?.ForceFlush(Left(most, start));
    }

    /// <summary>Sends what has gathered, and nothing from then on. Blocks until it is sent or the time is over.</summary>
    public void End(TimeSpan most)
    {
        var start = Stopwatch.GetTimestamp();
        _traces?.Shutdown(Left(most, start));
        _metrics?.Shutdown(Left(most, start));
    }

    private static TracerProvider BuildTraces(IReadOnlyCollection<string> unwatched, Action<string> failed)
    {
        Activity.TraceIdGenerator = XRay.NewTraceId;
        return Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddSource(Stages.SourceName, "Microsoft.AspNetCore", "System.Net.Http")
            .AddProcessor(new UnwantedSpans(unwatched))
            .AddOtlpExporter(options => Configure(options, "TRACES", failed))
            .Build();
    }

    private static MeterProvider BuildMetrics(Action<string> failed) => Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(Resource())
        .AddMeter([.. MetricsCollector.Meters])
        .AddOtlpExporter(options => Configure(options, "METRICS", failed))
        .Build();

    /// <summary>The variables of one signal go before those of all, which alone this SDK reads here.</summary>
    private static void Configure(OtlpExporterOptions options, string signal, Action<string> failed)
    {
        if (Variable(signal, "ENDPOINT") is { } endpoint) options.Endpoint = new Uri(endpoint);
        if (Variable(signal, "HEADERS") is { } headers) options.Headers = headers;
        if (Variable(signal, "PROTOCOL") is { } protocol) options.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (int.TryParse(Variable(signal, "TIMEOUT"), CultureInfo.InvariantCulture, out var timeout)) options.TimeoutMilliseconds = timeout;
        // The SDK's own client knows the certificates that variables name; its failures are not told.
        if (Certificates.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))) return;
        options.HttpClientFactory = () => new HttpClient(new OtlpHandler(failed)) { Timeout = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds) };
    }

    private static string? Variable(string signal, string name) =>
        Environment.GetEnvironmentVariable($"OTEL_EXPORTER_OTLP_{signal}_{name}")?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Who sends; OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before all else.</summary>
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("room-types", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3))
        .AddAttributes(Function())
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    /// <summary>A Lambda function's attributes by OpenTelemetry's conventions; none elsewhere, where the collector knows the host.</summary>
    private static Dictionary<string, object> Function()
    {
        if (Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME") is not { Length: > 0 } name) return [];
        return new()
        {
            ["cloud.provider"] = "aws",
            ["cloud.platform"] = "aws_lambda",
            ["cloud.region"] = Environment.GetEnvironmentVariable("AWS_REGION") ?? "",
            ["faas.name"] = name,
            ["faas.version"] = Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_VERSION") ?? "",
        };
    }

    private static int Left(TimeSpan most, long start) => Math.Max(0, (int)(most - Stopwatch.GetElapsedTime(start)).TotalMilliseconds);
}
