using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using RoomTypes.Telemetry;

namespace RoomTypes.Hosting;

/// <summary>Sends what is left when the host stops, and in Lambda before each answer: afterwards the process is frozen, perhaps for ever.</summary>
/// <param name="export">Sends.</param>
/// <param name="failures">What it meets.</param>
/// <param name="log">Told of failures.</param>
internal sealed class OtlpService(OtlpExport export, OtlpFailures failures, ILogger<OtlpService> log) : IHostedService
{
    /// <summary>A collector that is slow or down delays neither an answer nor the end longer than this.</summary>
    private static readonly TimeSpan LongestFlush = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    /// <summary>An environment that takes several requests at once is not frozen between them.</summary>
    private readonly bool _isFrozen = Environment.GetEnvironmentVariable("AWS_LAMBDA_MAX_CONCURRENCY") is null;

    /// <summary>Sends what has gathered, before Lambda freezes the process.</summary>
    public void FlushBeforeFreeze()
    {
        if (_isFrozen) export.Flush(LongestFlush);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        failures.Log = log;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await Task.Run(() => export.End(LongestEnd), CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

/// <summary>Tells the log of the exporter's failures, once a minute: it tries again and again.</summary>
internal sealed class OtlpFailures
{
    private readonly Pace _reports = new(TimeSpan.FromMinutes(1), TimeProvider.System);

    /// <summary>The log, once there is one.</summary>
    public ILogger? Log { get; set; }

    /// <summary>Something could not be sent.</summary>
    public void Tell(string reason)
    {
        if (Log is { } log && _reports.IsDue()) log.TelemetryNotSent(reason);
    }
}

/// <summary>An application whose telemetry is sent when a request's span has ended.</summary>
/// <param name="application">Answers.</param>
/// <param name="otlp">Sends.</param>
internal sealed class FlushedApplication<TContext>(IHttpApplication<TContext> application, OtlpService otlp) : IHttpApplication<TContext>
    where TContext : notnull
{
    /// <inheritdoc/>
    public TContext CreateContext(IFeatureCollection contextFeatures) => application.CreateContext(contextFeatures);

    /// <inheritdoc/>
    public Task ProcessRequestAsync(TContext context) => application.ProcessRequestAsync(context);

    /// <inheritdoc/>
    public void DisposeContext(TContext context, Exception? exception)
    {
        application.DisposeContext(context, exception);
        otlp.FlushBeforeFreeze();
    }
}
