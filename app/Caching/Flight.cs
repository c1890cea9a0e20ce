using RoomTypes.Decoding;

namespace RoomTypes.Caching;

/// <summary>An answer that is being made; whoever needs the same one waits for it.</summary>
internal sealed class Flight
{
    // What follows goes on elsewhere: the thread that lands a flight is a worker's.
    private readonly TaskCompletionSource<Landing> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends once the answer is there, or nobody makes it any more.</summary>
    public Task<Landing> End => _end.Task;

    /// <summary>Tells the outcome; the first one stays.</summary>
    public void Land(Landing landing) => _end.TrySetResult(landing);
}

/// <summary>How a flight ended; with neither, its request gave up or failed: whoever waits has to see to it.</summary>
/// <param name="Answer">What the model said.</param>
/// <param name="Rejection">Why the picture cannot be read.</param>
internal readonly record struct Landing(KeptAnswer? Answer, ImageRejectedException? Rejection);
