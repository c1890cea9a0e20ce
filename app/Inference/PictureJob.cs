using RoomTypes.Decoding;

namespace RoomTypes.Inference;

/// <summary>One picture to be decoded once and shown to one or more models.</summary>
/// <param name="image">The file's bytes; they must stay as they are until the batch is done.</param>
/// <param name="models">The models to run.</param>
/// <param name="cost">What decoding will cost.</param>
public sealed class PictureJob(ReadOnlyMemory<byte> image, IReadOnlyList<ModelSession> models, ImageCost cost = default)
{
    /// <summary>The file's bytes.</summary>
    public ReadOnlyMemory<byte> Image { get; } = image;

    /// <summary>The models to run.</summary>
    public IReadOnlyList<ModelSession> Models { get; } = models;

    /// <summary>What decoding will cost, told by the file's header.</summary>
    public ImageCost Cost { get; } = cost;

    /// <summary>Probabilities by model and label; set when there is no failure.</summary>
    public float[][]? Probabilities { get; internal set; }

    /// <summary>Why the picture could not be read.</summary>
    public ImageRejectedException? Rejection { get; internal set; }

    /// <summary>Time spent waiting for a worker.</summary>
    public TimeSpan Queued { get; internal set; }

    /// <summary>Time spent decoding and resizing.</summary>
    public TimeSpan Decoding { get; internal set; }

    /// <summary>Time spent in the models.</summary>
    public TimeSpan Inferring { get; internal set; }

    internal PictureBatch Batch { get; set; } = null!;

    internal long Enqueued { get; set; }
}

/// <summary>The pictures of one request, done when the last of them is.</summary>
internal sealed class PictureBatch(int count, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _done = new();
    private int _remaining = count;
    private Exception? _failure;

    /// <summary>Ended requests are not worked on.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Ends when no worker touches the pictures any more; faulted if a worker met an error.</summary>
    public Task Completion => _done.Task;

    public void Complete(Exception? failure)
    {
        if (failure is not null) Interlocked.CompareExchange(ref _failure, failure, null);
        if (Interlocked.Decrement(ref _remaining) > 0) return;
        if (_failure is not null) _done.SetException(_failure);
        else _done.SetResult();
    }
}
