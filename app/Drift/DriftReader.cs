using RoomTypes.Events;
using RoomTypes.Statistics.Drift;

namespace RoomTypes.Drift;

/// <summary>
/// Compares what a model sees with what it saw in its first days, from the embeddings in the event store. The reference is kept among the store's
/// documents once it is whole: retention does not take it. An entity counts once a day, so that rooms of one home do not pass for many.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="log">Told when the store cannot be read.</param>
/// <param name="store">The events; null if there are none.</param>
public sealed class DriftReader(TimeProvider time, ILogger<DriftReader> log, IEventStore? store = null) : IDisposable
{
    /// <summary>Predictions of a whole reference.</summary>
    public const int WholeReference = 1_000;

    /// <summary>The most days of a comparison.</summary>
    public const int MostDays = 31;

    private const int EachDay = 400;
    private const int MostRead = 2_000;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Compares.</summary>
    /// <param name="model">name@version.</param>
    /// <param name="from">Where to start; null for the first of the month of the end. Evidence begins anew there.</param>
    /// <param name="until">Where to end; null for now.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ServiceException">The range is none or too long, there is no event store, or it cannot be read.</exception>
    public async Task<DriftReading> ReadAsync(string model, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var end = until is { } told && told < now ? told : now;
        var start = from ?? new DateTimeOffset(end.UtcDateTime.Year, end.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        Verify(start, end);
        var events = store ?? throw new ServiceException(ErrorKind.NotFound, "event_store_missing", "There is no event store to read embeddings from. Set RoomType:Events:Store, and RoomType:Events:Embeddings to true.");
        // Reading and comparing takes memory and cores: one at a time.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var reference = await ReferenceAsync(events, model, now, cancellationToken);
            if (!reference.IsWhole) return new(model, start, end, reference.Seen.Count, null);
            var since = await SeenAsync(events, model, start > reference.Until ? start : reference.Until, end, int.MaxValue, cancellationToken);
            var report = await Task.Run(() => DriftDetector.Compare(reference.Seen, since.Seen), cancellationToken);
            return new(model, start, end, reference.Seen.Count, report);
        }
        catch (EventStoreException exception)
        {
            if (!exception.IsReadElsewhere) log.EventsNotRead(exception.Message);
            throw exception.ToServiceException();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static void Verify(DateTimeOffset start, DateTimeOffset end)
    {
        if (start >= end) throw new ServiceException(ErrorKind.Invalid, "range_empty", $"The time range is {start:O} to {end:O}; allowed is one that ends after it starts.") { Value = $"{start:O}", Limit = $"before {end:O}" };
        if (end - start > TimeSpan.FromDays(MostDays)) throw new ServiceException(ErrorKind.Invalid, "range_too_long", $"The time range is {start:O} to {end:O}; allowed are {MostDays} days.") { Value = $"{(end - start).TotalDays:0.#} days", Limit = $"{MostDays} days" };
    }

    private static async Task<DriftReference> ReferenceAsync(IEventStore store, string model, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await store.GetDocumentAsync(DriftReference.PathOf(model), cancellationToken) is { } document) return DriftReference.Read(document.Body);
        var first = await store.ReadEmbeddingsAsync(new(model, DateTimeOffset.UnixEpoch, now) { Most = 1 }, cancellationToken).FirstOrDefaultAsync(cancellationToken);
        if (first is null) return new([], now);
        var (seen, until) = await SeenAsync(store, model, first.Time, now, WholeReference, cancellationToken);
        var reference = new DriftReference(seen, until);
        // Where another host was first, its reference is the one.
        if (!reference.IsWhole) return reference;
        await store.PutDocumentAsync(new(DriftReference.PathOf(model), reference.ToText(), 0), cancellationToken);
        return await ReferenceAsync(store, model, now, cancellationToken);
    }

    /// <summary>Day by day, up to a number.</summary>
    private static async Task<(List<Seen> Seen, DateTimeOffset Until)> SeenAsync(IEventStore store, string model, DateTimeOffset from, DateTimeOffset until, int most, CancellationToken cancellationToken)
    {
        var seen = new List<Seen>();
        for (var day = from; day < until; day = NextDay(day))
        {
            var end = NextDay(day) < until ? NextDay(day) : until;
            var entities = new HashSet<string>();
            var count = 0;
            await foreach (var kept in store.ReadEmbeddingsAsync(new(model, day, end) { Most = MostRead }, cancellationToken))
            {
                if (count == EachDay || (kept.EntityId.Length > 0 && !entities.Add(kept.EntityId))) continue;
                seen.Add(Of(kept));
                count++;
                if (seen.Count == most) return (seen, kept.Time.AddMilliseconds(1));
            }
        }

        return (seen, until);
    }

    private static Seen Of(KeptEmbedding kept) => new(Array.ConvertAll(kept.Vector, value => (float)value), kept.RoomType, kept.Confidence)
    {
        Right = kept.Right,
        UnknownScore = kept.UnknownScore,
        Quality = kept.Quality is { } quality ? new(quality.Brightness, quality.Sharpness, quality.Megapixels) : null,
    };

    private static DateTimeOffset NextDay(DateTimeOffset day) => new DateTimeOffset(day.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);
}
