using System.Diagnostics;

namespace RoomTypes.Inference;

/// <summary>
/// Waiting pictures in the order of virtual clocks (L. Zhang, VirtualClock, SIGCOMM 1990): each request is entitled to a share of the
/// workers, and a picture is due when that share would have come to it. A small request passes the later pictures of a large or costly one,
/// which are due later; whatever waits becomes due, so that nothing starves. Not safe for use by many threads.
/// </summary>
internal sealed class PictureQueue
{
    /// <summary>The share of the workers that a request is entitled to.</summary>
    private const double Share = 0.25;

    private readonly PriorityQueue<PictureBatch, (double Due, long Order)> _batches = new();
    private long _order;

    /// <summary>How many pictures wait.</summary>
    public int Count { get; private set; }

    /// <summary>What they are expected to take, in runs of a model.</summary>
    public double Work { get; private set; }

    /// <summary>Adds pictures that came now.</summary>
    public void Enqueue(PictureBatch batch)
    {
        Count += batch.Jobs.Count;
        foreach (var job in batch.Jobs) Work += job.Work;
        _batches.Enqueue(batch, (Seconds(Stopwatch.GetTimestamp()), _order++));
    }

    /// <summary>Takes the picture that is due first.</summary>
    /// <param name="secondsEach">What a run of a model takes, shared among all workers.</param>
    /// <param name="batch">Its request.</param>
    /// <param name="job">The picture.</param>
    public bool TryDequeue(double secondsEach, out PictureBatch batch, out PictureJob job)
    {
        while (_batches.TryDequeue(out batch!, out var due))
        {
            // Given up while it waited.
            if (batch.Begun == batch.Jobs.Count) continue;
            job = batch.Jobs[batch.Begun++];
            (Count, Work) = (Count - 1, Count == 1 ? 0 : Work - job.Work);
            if (batch.Begun < batch.Jobs.Count) _batches.Enqueue(batch, (due.Due + (job.Work * secondsEach / Share), _order++));
            return true;
        }

        job = null!;
        return false;
    }

    /// <summary>Gives up those of a request's pictures that still wait.</summary>
    /// <returns>How many those are.</returns>
    public int GiveUp(PictureBatch batch)
    {
        var left = batch.Jobs.Count - batch.Begun;
        for (; batch.Begun < batch.Jobs.Count; batch.Begun++) Work -= batch.Jobs[batch.Begun].Work;
        Count -= left;
        if (Count == 0) Work = 0;
        return left;
    }

    private static double Seconds(long timestamp) => (double)timestamp / Stopwatch.Frequency;
}
