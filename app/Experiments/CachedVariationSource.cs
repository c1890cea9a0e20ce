using System.Collections.Concurrent;
using System.Net;
using RoomTypes.Experiments.Files;
using RoomTypes.Telemetry;

namespace RoomTypes.Experiments;

/// <summary>
/// A remote source that never makes a request fail or wait long: answers are kept and used, first as fresh ones and then while a new one
/// is asked for in the background; after failures in a row it is left alone for a while; what cannot be had is the default.
/// </summary>
internal sealed class CachedVariationSource(
    IRemoteSource remote, ExperimentOptions options, ExperimentPlan plan, ExperimentMetrics metrics, TimeProvider time, ILogger<CachedVariationSource> log)
    : IVariationSource
{
    private const int FailuresInARow = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly TwoGenerations<Key, Entry> _entries = new(options.CacheEntries);
    private readonly ConcurrentDictionary<Key, byte> _refreshing = new();
    private readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds);
    private long _pausedUntil = long.MinValue;
    private readonly Pace _failureReports = new(LogInterval, time);
    private int _failures;

    public async ValueTask<Evaluation> EvaluateAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken)
    {
        if (!CanBeAsked(entityId)) return new Evaluation(Fallback.Of(plan, feature), Reasons.Default);
        var key = new Key(feature, entityId, Fingerprint(attributes));
        if (TryCached(key, attributes, out var known)) return known;
        if (time.GetTimestamp() >= Volatile.Read(ref _pausedUntil) && await AskAsync(key, attributes, cancellationToken) is { } evaluation) return evaluation;
        return new Evaluation(Fallback.Of(plan, feature), Reasons.Error);
    }

    /// <summary>What was answered before; asked for anew in the background if that was some time ago.</summary>
    private bool TryCached(Key key, Attributes attributes, out Evaluation evaluation)
    {
        using var span = Stages.Begin("cache");
        var age = _entries.TryGet(key, out var entry) ? time.GetElapsedTime(entry.Taken).TotalSeconds : double.PositiveInfinity;
        var outcome = age <= options.CacheSeconds ? "hit" : age <= options.CacheSeconds + options.StaleSeconds ? "stale" : "miss";
        span?.SetTag("room_type.cache", outcome);
        if (outcome == "stale") RefreshInBackground(key, attributes);
        evaluation = outcome == "miss" ? default : entry.Evaluation;
        return outcome != "miss";
    }

    /// <summary>Nobody, and ids that no header can carry, take part in nothing; asking would only look as if the source had failed.</summary>
    private static bool CanBeAsked(string entityId) => entityId.Length > 0 && !entityId.Any(char.IsControl);

    private void RefreshInBackground(Key key, Attributes attributes)
    {
        if (time.GetTimestamp() < Volatile.Read(ref _pausedUntil) || !_refreshing.TryAdd(key, 0)) return;
        _ = Task.Run(async () =>
        {
            try
            {
                await AskAsync(key, attributes, CancellationToken.None);
            }
            finally
            {
                _refreshing.TryRemove(key, out _);
            }
        });
    }

    private async Task<Evaluation?> AskAsync(Key key, Attributes attributes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The wait is bounded even if the source does not mind its token, or blocks, as looking for credentials may.
            var evaluation = await Task.Run(() => remote.AskAsync(key.Feature, key.EntityId, attributes, both.Token), both.Token).WaitAsync(both.Token);
            Volatile.Write(ref _failures, 0);
            _entries.Set(key, new Entry(evaluation, time.GetTimestamp()));
            return evaluation;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            Failed(exception is OperationCanceledException ? $"no answer within {options.TimeoutMilliseconds} ms" : exception.Message, IsTheSources(exception));
            return null;
        }
    }

    /// <summary>Whether others would fail too. What is refused of one entity says nothing of the others; who may not ask, may not ask for any.</summary>
    private static bool IsTheSources(Exception exception) =>
        exception is not HttpRequestException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and var status }
        || status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private void Failed(string reason, bool isTheSources)
    {
        metrics.SourceFailed();
        if (isTheSources && Interlocked.Increment(ref _failures) >= FailuresInARow) Volatile.Write(ref _pausedUntil, time.GetTimestamp() + Ticks(Pause));
        if (_failureReports.IsDue()) log.VariationSourceFailed(options.Source.ToString(), reason);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <summary>The same for the same facts in any order.</summary>
    private static ulong Fingerprint(Attributes attributes)
    {
        var sum = 0UL;
        foreach (var (name, value) in attributes.Texts ?? new Dictionary<string, string>()) sum += EntityHash.Hash(name, value, 0);
        return sum;
    }

    private readonly record struct Key(string Feature, string EntityId, ulong Attributes);

    private sealed record Entry(Evaluation Evaluation, long Taken);
}
