namespace RoomTypes.Inference;

/// <summary>
/// Waiting pictures in the order of virtual clocks (L. Zhang, VirtualClock, SIGCOMM 1990): a request's first picture is due when it comes, and
/// each further one later by what the one before takes at the request's pace. A small request passes the later pictures of a large or costly
/// one; whatever waits becomes due, so that nothing starves. Not safe for use by many threads.
/// </summary>
internal sealed class PictureQueue
{
    private readonly PriorityQueue<PictureBatch, (double Due, long Order)> _batches = new();
    private long _order;

    /// <summary>How many pictures wait.</summary>
    public int Count { get; private set; }

    /// <summary>What they are expected to take, in runs of a model.</summary>
    public double Work { get; private set; }

    /// <summary>Adds pictures.</summary>
    /// <param name="batch">A request's.</param>
    /// <param name="now">The clock, in seconds.</param>
    /// <param name="pace">Seconds of the clock for a unit of work.</param>
    public void Enqueue(PictureBatch batch, double now, double pace)
    {
        batch.Pace = pace;
        Count += batch.Jobs.Count;
        Work += batch.WorkLeft;
        _batches.Enqueue(batch, (now, _order++));
    }

    /// <summary>Takes the picture that is due first.</summary>
    /// <param name="batch">Its request.</param>
    /// <param name="job">The picture.</param>
    public bool TryDequeue(out PictureBatch batch, out PictureJob job)
    {
        while (_batches.TryDequeue(out batch!, out var first))
        {
            // Given up while it waited.
            if (batch.Begun == batch.Jobs.Count) continue;
            job = batch.Begin();
            (Count, Work) = (Count - 1, Count == 1 ? 0 : Work - job.Work);
            if (batch.Begun < batch.Jobs.Count) _batches.Enqueue(batch, (first.Due + (job.Work * batch.Pace), _order++));
            return true;
        }

        job = null!;
        return false;
    }

    /// <summary>How much of the work will be due by then: it goes before what is due later.</summary>
    /// <param name="until">The clock, in seconds.</param>
    public double WorkDue(double until) => _batches.UnorderedItems.Sum(waiting => WorkDue(waiting.Element, until - waiting.Priority.Due));

    /// <summary>Gives up those of a request's pictures that still wait.</summary>
    /// <returns>How many those are.</returns>
    public int GiveUp(PictureBatch batch)
    {
        var left = batch.Jobs.Count - batch.Begun;
        Work -= batch.WorkLeft;
        while (batch.Begun < batch.Jobs.Count) batch.Begin();
        Count -= left;
        if (Count == 0) Work = 0;
        return left;
    }

    private static double WorkDue(PictureBatch batch, double seconds)
    {
        if (seconds < 0 || batch.Begun == batch.Jobs.Count) return 0;
        return batch.Pace > 0 ? Math.Min(batch.WorkLeft, batch.Jobs[batch.Begun].Work + (seconds / batch.Pace)) : batch.WorkLeft;
    }
}
