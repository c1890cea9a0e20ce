using System.Diagnostics;
using System.Diagnostics.Metrics;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Recognition;

/// <summary>
/// Looks at the registry now and then. Where it has changed, what it names is loaded and warmed up beside what runs, requests that come from then
/// on take it, and what no request uses any more is unloaded. What cannot be loaded changes nothing: it is told once, and tried again, since a
/// registry may be there before its files are.
/// </summary>
public sealed class ModelRefresher : BackgroundService
{
    private readonly RecognitionService _service;
    private readonly ModelLoader _loader;
    private readonly IModelSource _source;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelRefresher> _log;
    private readonly Counter<long> _refreshes;
    private string? _seen;
    private (string? Version, string Reason)? _told;

    /// <summary>Makes the instruments; nothing is looked at yet.</summary>
    public ModelRefresher(
        RecognitionService service, ModelLoader loader, IModelSource source, ModelOptions options, IMeterFactory meters, TimeProvider time, ILogger<ModelRefresher> log)
    {
        (_service, _loader, _source, _interval, _time, _log) = (service, loader, source, TimeSpan.FromSeconds(options.RefreshSeconds), time, log);
        var meter = meters.Create(RecognitionMetrics.MeterName);
        _refreshes = meter.CreateCounter<long>("room_type.models.refreshes", "{refresh}", "Changes of the registry that were met while running, by outcome: swapped or refused.");
        meter.CreateObservableUpDownCounter("room_type.models.stale", () => service.Refused is null ? 0 : 1, "{registry}", "1 while the registry's newest state cannot be served and an older one is, else 0.");
        // An alarm sees the first refusal only if there was a value before it.
        Count("refused", 0);
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!_service.IsReady) return;
        string? version = null;
        try
        {
            version = await _source.VersionAsync(cancellationToken);
            if (version != _seen) await RefreshAsync(cancellationToken);
            (_seen, _told, _service.Refused) = (version, null, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            Refuse(version, exception);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(_interval, _time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        using var running = await _service.HoldAsync(cancellationToken);
        var start = Stopwatch.GetTimestamp();
        if (await _loader.ReloadAsync(running, cancellationToken) is not { } next) return;
        _service.Swap(next);
        _log.ModelsSwapped(string.Join(", ", next.Sessions.Select(session => session.Registered.Reference)), next.Default.Registered.Reference.ToString(), Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        Count("swapped", 1);
    }

    private void Refuse(string? version, Exception exception)
    {
        // As of a start that fails: these messages name no folder, and nothing that others said.
        _service.Refused = exception is ModelUnavailableException ? exception.Message : "The registry has changed and cannot be read; the log says why.";
        if (_told == (version, exception.Message)) return;
        _told = (version, exception.Message);
        _log.ModelsNotSwapped(exception.Message, exception is ModelUnavailableException ? null : exception);
        Count("refused", 1);
    }

    private void Count(string outcome, long refreshes) => _refreshes.Add(refreshes, new KeyValuePair<string, object?>("outcome", outcome));
}
