using RoomTypes.Batch.Items;
using RoomTypes.Batch.Output;

namespace RoomTypes.Batch.Work;

/// <summary>Works through the items that are not done, on all cores, and writes a part whenever there is enough for one. What is held does not grow with the batch.</summary>
/// <param name="reader">Answers items.</param>
/// <param name="items">All of the batch.</param>
/// <param name="journal">What is done.</param>
/// <param name="parts">Takes what comes out.</param>
/// <param name="time">The clock.</param>
internal sealed class BatchRun(RoomReader reader, ItemList items, Journal journal, Parts parts, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MostOfAPart = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _lock = new();
    private Held _held = new();
    private long _since = time.GetTimestamp();

    /// <summary>The most items of a part.</summary>
    public required int ItemsOfAPart { get; init; }

    /// <summary>Works; what is done is written even where it is given up.</summary>
    /// <param name="atOnce">Items at once: the workers, or more where pictures come over the network.</param>
    /// <param name="progress">Called after each item.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="BatchException">A part cannot be written.</exception>
    public async Task RunAsync(int atOnce, Action progress, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(items.Read().Where(entry => !journal.Done[entry.Number]), options, async (entry, ending) =>
            {
                var failures = new List<BatchFailure>();
                var result = await reader.ReadAsync(entry.Item, failures.Add, ending);
                if (Keep(entry.Number, result, failures) is { } full) await WriteAsync(full);
                progress();
            });
        }
        finally
        {
            if (_held.Items.Count > 0) await WriteAsync(_held);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>Keeps what came of an item; a whole part's where there is enough.</summary>
    private Held? Keep(int number, BatchResult? result, List<BatchFailure> failures)
    {
        lock (_lock)
        {
            _held.Items.Add(number);
            _held.Failures.AddRange(failures);
            if (result is not null) _held.Results.Add(result);
            if (_held.Items.Count < ItemsOfAPart && time.GetElapsedTime(_since) < MostOfAPart) return null;
            var full = _held;
            (_held, _since) = (new Held(), time.GetTimestamp());
            return full;
        }
    }

    // Not given up with the rest: it is work that is done.
    private async Task WriteAsync(Held held)
    {
        await _writing.WaitAsync();
        try
        {
            await parts.WriteAsync(journal.NextPart, held.Results, held.Failures, CancellationToken.None);
            journal.Add(held.Items, held.Items.Count - held.Results.Count);
        }
        finally
        {
            _writing.Release();
        }
    }

    private sealed class Held
    {
        public List<int> Items { get; } = [];

        public List<BatchResult> Results { get; } = [];

        public List<BatchFailure> Failures { get; } = [];
    }
}
