using System.Collections.Concurrent;
using System.Diagnostics;
using RoomTypes.Decoding;
using RoomTypes.Inference;
using RoomTypes.Telemetry;

namespace RoomTypes.Caching;

/// <summary>Does the work on pictures; ends when none of them is touched any more.</summary>
internal delegate Task PictureWork(IReadOnlyList<PictureJob> jobs);

/// <summary>
/// Answers pictures from what models said of the same bytes before, and lets work be done only for the rest. What several requests need at
/// once is done once. Only answers are kept: a picture that cannot be read, a request that was refused or gave up leave nothing behind.
/// </summary>
public sealed class AnswerCache : IDisposable
{
    /// <summary>The part of the time to live that chance may take.</summary>
    private const double Jitter = 0.1;

    private readonly ConcurrentDictionary<AnswerKey, Flight> _flights = [];
    private readonly AnswerKeys _keys;
    private readonly AnswerMemory _memory;
    private readonly RedisAnswers? _shared;
    private readonly CacheMetrics _metrics;
    private readonly CacheOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Makes it; what it keeps comes with use.</summary>
    internal AnswerCache(CacheOptions options, DecodingOptions decoding, CacheMetrics metrics, TimeProvider time, ILogger<AnswerCache> log)
    {
        (_options, _metrics, _time, _keys, _memory) = (options, metrics, time, new(decoding), new(options.MaxBytes, time));
        if (options.Level == CacheLevel.Redis) _shared = new(options.Redis, metrics, time, log);
        metrics.Watch(_memory);
    }

    /// <summary>What hosts share; null for nothing.</summary>
    internal RedisAnswers? Shared => _shared;

    /// <summary>Whether anything is kept.</summary>
    public bool IsEnabled => _options.Level != CacheLevel.None;

    /// <summary>Sees that every picture has its answers, or the reason why not.</summary>
    /// <param name="jobs">The pictures of one request.</param>
    /// <param name="use">What the request allows.</param>
    /// <param name="work">Does what is to be done.</param>
    /// <param name="cancellationToken">Ends the wait for what other requests have done.</param>
    internal async Task RunAsync(IReadOnlyList<PictureJob> jobs, CacheUse use, PictureWork work, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0) return;
        if (!IsEnabled || use == CacheUse.None)
        {
            await work(jobs);
            return;
        }

        var pictures = Look(jobs, use);
        if (use.HasFlag(CacheUse.Read)) await CompleteAsync(pictures, work, cancellationToken);
        else await FlyAsync(pictures.ConvertAll(Alone), work, shared: null);
        pictures.ForEach(picture => picture.Finish());
    }

    /// <summary>Answers a picture that nobody waits for from what is kept, if all of it is there.</summary>
    internal bool TryAnswer(PictureJob job)
    {
        if (!IsEnabled) return false;
        var picture = new PictureAnswers(job, _keys.Of(job.Image.Span, job.Models));
        Recall(picture);
        if (picture.Missing.Any()) return false;
        picture.Finish();
        return true;
    }

    /// <summary>Keeps the answers to a picture that was worked on elsewhere.</summary>
    internal void Keep(PictureJob job)
    {
        if (!IsEnabled || job.Probabilities is null) return;
        var keys = _keys.Of(job.Image.Span, job.Models);
        for (var i = 0; i < keys.Length; i++) Keep(keys[i], job, i);
    }

    /// <inheritdoc/>
    public void Dispose() => _shared?.Dispose();

    private List<PictureAnswers> Look(IReadOnlyList<PictureJob> jobs, CacheUse use)
    {
        using var span = Stages.Begin("cache");
        var start = Stopwatch.GetTimestamp();
        var pictures = jobs.Select(job => new PictureAnswers(job, _keys.Of(job.Image.Span, job.Models))).ToList();
        if (use.HasFlag(CacheUse.Read)) pictures.ForEach(Recall);
        _metrics.Looked(CacheMetrics.Memory, Stopwatch.GetElapsedTime(start));
        span?.SetTag("room_type.cache.missing", pictures.Sum(picture => picture.Missing.Count()));
        return pictures;
    }

    private void Recall(PictureAnswers picture)
    {
        foreach (var model in picture.Missing)
        {
            var answer = _memory.Find(picture.Keys[model]);
            _metrics.Asked(CacheMetrics.Memory, answer is null ? CacheMetrics.Miss : CacheMetrics.Hit);
            if (answer is not null) picture.Take(model, answer);
        }
    }

    /// <summary>
    /// Leads the work on what nobody works on, and waits for what others work on. Whoever leads gives up nobody but itself: where its request
    /// fails, one of those that waited leads next.
    /// </summary>
    private async Task CompleteAsync(List<PictureAnswers> pictures, PictureWork work, CancellationToken cancellationToken)
    {
        while (pictures.Exists(picture => picture.Missing.Any()))
        {
            var follows = new List<(PictureAnswers Picture, int Model, Flight Flight)>();
            var leads = pictures.ConvertAll(picture => Join(picture, follows));
            await FlyAsync(leads, work, _shared);
            foreach (var (picture, model, flight) in follows)
            {
                if (picture.Job.Rejection is not null) continue;
                var landing = await flight.End.WaitAsync(cancellationToken);
                if (landing.Answer is not null) _metrics.Asked(CacheMetrics.Memory, CacheMetrics.Shared);
                picture.Take(model, landing);
            }
        }
    }

    /// <summary>Which of a picture's missing answers its request is to lead; the others are being made.</summary>
    private Lead Join(PictureAnswers picture, List<(PictureAnswers, int, Flight)> follows)
    {
        var lead = new Lead(picture);
        foreach (var model in picture.Missing)
        {
            var (key, own) = (picture.Keys[model], new Flight());
            var flight = _flights.GetOrAdd(key, own);
            if (flight != own)
            {
                follows.Add((picture, model, flight));
            }
            else if (_memory.Find(key) is { } answer)
            {
                // It landed since it was looked for.
                picture.Take(model, answer);
                Land(key, own, new(answer, null));
            }
            else
            {
                lead.Add(model, own);
            }
        }

        return lead;
    }

    private static Lead Alone(PictureAnswers picture)
    {
        var lead = new Lead(picture);
        foreach (var model in picture.Missing) lead.Add(model, null);
        return lead;
    }

    /// <summary>Does what is led: what hosts share is asked for it first, then there is work on the rest.</summary>
    private async Task FlyAsync(List<Lead> leads, PictureWork work, RedisAnswers? shared)
    {
        try
        {
            leads.RemoveAll(lead => lead.IsEmpty);
            if (shared is not null && leads.Count > 0) await AskAsync(leads, shared);
            leads.RemoveAll(lead => lead.IsEmpty);
            if (leads.Count == 0) return;
            // Flights land as soon as a worker is done with their picture: who waits for one need not wait for the request's others.
            await work(leads.ConvertAll(lead => lead.Work(Land, Keep)));
        }
        finally
        {
            foreach (var (key, flight) in leads.SelectMany(lead => lead.Flights)) Land(key, flight, default);
        }
    }

    private async Task AskAsync(List<Lead> leads, RedisAnswers shared)
    {
        var keys = leads.SelectMany(lead => lead.Keys).ToList();
        var answers = await shared.FindAsync(keys);
        for (var i = 0; i < keys.Count; i++)
        {
            if (answers[i] is { } answer) _memory.Keep(keys[i].Key, answer);
        }

        var taken = 0;
        foreach (var lead in leads)
        {
            var count = lead.Keys.Count();
            lead.Take(answers.AsSpan(taken, count), Land);
            taken += count;
        }
    }

    private KeptAnswer Keep(AnswerKey key, PictureJob job, int model)
    {
        var answer = new KeptAnswer(job.Probabilities![model], job.Energies![model], (float)(job.Inferring.TotalMilliseconds / job.Models.Count), Expiry());
        _memory.Keep(key, answer);
        _shared?.Keep(key, answer);
        return answer;
    }

    private long Expiry() => _time.GetUtcNow().ToUnixTimeMilliseconds() + (long)(_options.TtlSeconds * 1000.0 * (1 - (Jitter * Random.Shared.NextDouble())));

    private void Land(AnswerKey key, Flight? flight, Landing landing)
    {
        if (flight is null) return;
        _flights.TryRemove(KeyValuePair.Create(key, flight));
        flight.Land(landing);
    }
}
