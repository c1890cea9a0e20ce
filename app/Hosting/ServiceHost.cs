using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Configuration;
using RoomTypes.Configuration;
using RoomTypes.Evidently;
using RoomTypes.Http;
using RoomTypes.Http.Signatures;
using RoomTypes.Inference;
using RoomTypes.Recognition;
using RoomTypes.Telemetry;

namespace RoomTypes.Hosting;

/// <summary>The service with its server: Kestrel, or Lambda's Runtime API.</summary>
public static class ServiceHost
{
    /// <summary>Builds it; the models have begun to load when this returns.</summary>
    /// <param name="args">Settings as --key value or --key=value; they win over the environment's. Before them "serve", as SageMaker starts a container.</param>
    /// <exception cref="InvalidSettingsException">Names every bad and every unknown setting.</exception>
    public static WebApplication Build(string[] args)
    {
        // Empty: what the other builders add and this service does not use would be a tenth of the start.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddLambda();
        builder.Configuration.AddServerSettings(args);
        var options = ServiceOptions.Read(builder.Configuration);
        var otlp = OtlpSetup.Read();
        if (options.Models.IsFolder) builder.Services.AddSingleton(ModelLoader.Begin(options.Models));
        var isEndpoint = args is [Invocations.Command, ..];
        if (!Platform.IsLambda) builder.AddKestrel(isEndpoint ? ServerSettings.ContainerUrl : ServerSettings.DefaultUrl);
        builder.Services.AddRoutingCore();
        builder.AddLog();
        if (otlp is not null) builder.Services.AddOtlp(otlp);
        builder.Services.AddRoomTypes(options);
        if (Platform.IsLambda) LambdaInit.GoFirst(builder.Services);
        var app = builder.Build();
        if (options.Signing.Signatures == SignatureRule.Required) app.Services.GetRequiredService<SignatureVerifier>().Load();
        StartTimes.HostBuilt();
        if (!Platform.IsLambda) app.BeginCounting();
        _ = app.Services.GetRequiredService<RecognitionService>().LoadModelsAsync();
        if (otlp is not null) app.UseServerSpans();
        app.UseConnectionDraining();
        app.UseEventsBeforeFreeze();
        if (isEndpoint) app.UseInvocations();
        if (HostLimits.Current.Transforms > 0) app.UseTransforms();
        app.MapRoomTypes();
        if (options.Evidently.Serve && options.Events.HasTables) app.MapEvidently();
        return app;
    }

    private static void AddKestrel(this WebApplicationBuilder builder, string url)
    {
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null) builder.WebHost.UseUrls(url);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ApplicationServices.GetRequiredService<Connections>().Watch(kestrel);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.AddServerHeader = false;
            // The endpoint limits bodies itself: Kestrel's own limit would close the connection before a caller who is
            // still sending could read why.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.AddOptions<SocketTransportOptions>().Configure<Listeners>((sockets, listeners) => sockets.CreateBoundListenSocket = listeners.Bind);
    }

    // Before all else, so that it misses nothing of what the others count.
    private static void BeginCounting(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<MetricsCollector>();
        _ = app.Services.GetRequiredService<RecognitionMetrics>();
    }

    private static void AddLog(this WebApplicationBuilder builder) => builder.Logging
        .AddConfiguration(builder.Configuration.GetSection("Logging"))
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .Configure(log => log.ActivityTrackingOptions = ActivityTrackingOptions.SpanId | ActivityTrackingOptions.TraceId | ActivityTrackingOptions.ParentId)
        .AddConsole();
}
