using System.Diagnostics.Metrics;
using System.Threading.Channels;
using RoomTypes.Caching;
using RoomTypes.Configuration;
using RoomTypes.Events;
using RoomTypes.Inference;
using RoomTypes.V1;

namespace RoomTypes.Recognition;

/// <summary>
/// Shows the pictures of answered requests to a second model, one picture at a time and only while no request needs the workers. It can
/// neither delay an answer nor fail it: what does not find such a moment soon is dropped and counted.
/// </summary>
public sealed class ShadowRunner : BackgroundService
{
    /// <summary>The pictures that may wait take this part of what requests may take, beside it.</summary>
    private const int PartOfMemory = 8;
    private const int MostRequests = 256;

    /// <summary>How long a request's pictures wait for a moment to spare.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<ShadowWork> _queue = Channel.CreateBounded<ShadowWork>(new BoundedChannelOptions(MostRequests) { SingleReader = true });
    private readonly WorkerPool _workers;
    private readonly AnswerCache _cache;
    private readonly ModelAssignment _assignment;
    private readonly IEventLog _events;
    private readonly TimeProvider _time;
    private readonly ILogger<ShadowRunner> _log;
    private readonly Counter<long> _requests;
    private readonly long _mostBytes;
    private long _bytes;
    private int _told;

    /// <summary>Makes the counter.</summary>
    public ShadowRunner(
        WorkerPool workers, AnswerCache cache, ModelAssignment assignment, IEventLog events, RequestOptions options, IMeterFactory meters, TimeProvider time, ILogger<ShadowRunner> log)
    {
        (_workers, _cache, _assignment, _events, _time, _log) = (workers, cache, assignment, events, time, log);
        _mostBytes = options.MaxBufferedBytes / PartOfMemory;
        _requests = meters.Create(RecognitionMetrics.MeterName).CreateCounter<long>(
            "room_type.shadow.requests", "{request}", "Requests that a second model was to see, by outcome: predicted, dropped since the workers were needed, or failed.");
        // An alarm sees the first loss only if there was a value before it.
        Count("dropped", 0);
        Count("failed", 0);
    }

    /// <summary>Leaves the pictures of a request to be seen once its answer has gone, if a shadow is to see them and there is room.</summary>
    /// <param name="request">Answered; its memory goes to the work.</param>
    /// <param name="catalog">The models of the request; held until the work has ended.</param>
    /// <param name="answering">The model that answered, alone.</param>
    /// <param name="rooms">The work on its pictures.</param>
    /// <param name="response">The answer, in the rooms' order.</param>
    internal void Prepare(RecognitionRequest request, ModelCatalog catalog, ModelSession answering, List<RoomJobs> rooms, RecognizeResponse response)
    {
        if (!_events.IsEnabled || _assignment.Shadow(request, answering, catalog) is not { } chosen) return;
        if (Platform.IsLambda)
        {
            if (Interlocked.Exchange(ref _told, 1) == 0) _log.ShadowCannotRun(chosen.Shadow.Name);
            return;
        }

        var bytes = request.Memory?.Held ?? 0;
        if (Interlocked.Read(ref _bytes) + bytes > _mostBytes)
        {
            Count("dropped", 1);
            return;
        }

        var shown = rooms.Zip(response.Rooms).Where(pair => pair.Second.PredictionId.Length > 0).Select(pair => Show(pair.First, pair.Second, chosen.Model)).ToList();
        ObjectDisposedException.ThrowIf(!catalog.TryHold(), catalog);
        request.Shadow = new ShadowWork(chosen.Shadow, chosen.Model, request.EntityId, request.AllowUnknown, _time.GetUtcNow(), shown, [catalog, .. request.Detach()], bytes);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>The answer has gone. Does not wait.</summary>
    internal Task BeginAsync(ShadowWork work)
    {
        if (!_queue.Writer.TryWrite(work)) End(work, "dropped");
        return Task.CompletedTask;
    }

    /// <summary>Gives up what waits, and takes no more.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_queue.Reader.TryRead(out var work)) End(work, "dropped");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                while (_queue.Reader.TryRead(out var work)) End(work, await WorkAsync(work, stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends; where it never began, it would call this a failure of its own.
        }
    }

    private static ShadowRoom Show(RoomJobs room, RoomPrediction answer, ModelSession model)
    {
        var seen = room.Jobs.Values.Where(job => job.Probabilities is not null).ToList();
        return new(Guid.ParseExact(answer.PredictionId, "N"), seen.Sum(job => (job.Inferring + job.Spared).TotalMilliseconds), seen.ConvertAll(job => new PictureJob(job.Image, [model], job.Cost)));
    }

    /// <summary>Nothing of it is kept unless all of it could be done.</summary>
    private async Task<string> WorkAsync(ShadowWork work, CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(Left(work), _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            foreach (var job in work.Rooms.SelectMany(room => room.Jobs)) await WorkAsync(job, end.Token);
            foreach (var room in work.Rooms) _events.TryAppend(Prediction(work, room));
            return "predicted";
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return "dropped";
        }
        catch (Exception exception)
        {
            _log.ShadowFailed(work.Shadow.Name, exception);
            return "failed";
        }
    }

    // Nobody who waits for an answer is to wait for a moment to spare: other requests do not share this work.
    private async Task WorkAsync(PictureJob job, CancellationToken cancellationToken)
    {
        if (_cache.TryAnswer(job)) return;
        await _workers.RunWhenSpareAsync(job, cancellationToken);
        _cache.Keep(job);
    }

    private TimeSpan Left(ShadowWork work) => Patience - (_time.GetUtcNow() - work.Answered) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static ShadowPrediction Prediction(ShadowWork work, ShadowRoom room)
    {
        var probabilities = LogAverage.Of([.. room.Jobs.Select(job => job.Probabilities![0])]);
        var best = Array.IndexOf(probabilities, probabilities.Max());
        var score = UnknownRooms.Score(work.Model.Manifest.Unknown, [.. room.Jobs.Select(job => job.Energies![0])]);
        return new ShadowPrediction
        {
            Id = room.Prediction,
            Time = work.Answered,
            EntityId = work.EntityId,
            Shadow = work.Shadow.Name,
            Model = work.Model.Registered.Reference.ToString(),
            RoomType = UnknownRooms.IsUnknown(work.AllowUnknown, score) ? UnknownRooms.Label : work.Model.Manifest.Labels[best],
            Confidence = probabilities[best],
            Milliseconds = room.Jobs.Sum(job => (job.Inferring + job.Spared).TotalMilliseconds),
            AnsweredMilliseconds = room.AnsweredMilliseconds,
        };
    }

    private void End(ShadowWork work, string outcome)
    {
        work.Dispose();
        Interlocked.Add(ref _bytes, -work.Bytes);
        Count(outcome, 1);
    }

    private void Count(string outcome, long requests) => _requests.Add(requests, new KeyValuePair<string, object?>("outcome", outcome));
}
