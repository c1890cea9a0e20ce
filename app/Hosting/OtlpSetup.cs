using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RoomTypes.Configuration;
using RoomTypes.Http;
using RoomTypes.Telemetry;

namespace RoomTypes.Hosting;

/// <summary>Telemetry by OTLP, where OpenTelemetry's environment variables ask for it (docs/telemetry.md).</summary>
internal static class OtlpSetup
{
    /// <summary>What is to be sent; null for nothing: no part of OpenTelemetry is loaded then.</summary>
    /// <exception cref="InvalidSettingsException">Names every variable with a value that is not allowed.</exception>
    public static OtlpOptions? Read()
    {
        var problems = new List<string>();
        var options = OtlpOptions.Read(Environment.GetEnvironmentVariable, problems);
        return problems.Count == 0 ? options : throw new InvalidSettingsException(problems);
    }

    /// <summary>Sends while the host runs. Registered before others, it ends after them.</summary>
    public static void AddOtlp(this IServiceCollection services, OtlpOptions options)
    {
        DistributedContextPropagator.Current = new TracePropagator(
            options.Propagation.Contains("tracecontext"), options.Propagation.Contains("baggage"), options.Propagation.Contains("xray"));
        services.Replace(ServiceDescriptor.Singleton(DistributedContextPropagator.Current));
        var failures = new OtlpFailures();
        var export = OtlpExport.Begin(options, [Routes.Live, Routes.Ready, Routes.Ping, MetricsEndpoint.Path], failures.Tell);
        services.AddSingleton(provider => new OtlpService(export, failures, provider.GetRequiredService<ILogger<OtlpService>>()));
        services.AddHostedService(provider => provider.GetRequiredService<OtlpService>());
    }
}
