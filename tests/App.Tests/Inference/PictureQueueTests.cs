using RoomTypes.Decoding;
using RoomTypes.Inference;

namespace RoomTypes.Tests.Inference;

public class PictureQueueTests
{
    private const double Pace = 10;

    [Fact]
    public void TryDequeue_OneRequest_IsInItsOrder()
    {
        var queue = new PictureQueue();
        var batch = Batch(1, 1, 1);
        queue.Enqueue(batch, 0, Pace);
        Assert.Equal(batch.Jobs, Drain(queue));
        Assert.Equal((0, 0.0), (queue.Count, queue.Work));
    }

    [Fact]
    public void TryDequeue_ASmallRequestAfterALargeOne_WaitsForOnePictureOfIt()
    {
        var queue = new PictureQueue();
        var (large, small) = (Batch(1, 1, 1, 1), Batch(1));
        queue.Enqueue(large, 0, Pace);
        queue.Enqueue(small, 0, Pace);
        Assert.Equal([large.Jobs[0], small.Jobs[0], large.Jobs[1], large.Jobs[2], large.Jobs[3]], Drain(queue));
    }

    [Fact]
    public void TryDequeue_RequestsOfTheSameSize_TakeTurns()
    {
        var queue = new PictureQueue();
        var (first, second) = (Batch(1, 1), Batch(1, 1));
        queue.Enqueue(first, 0, Pace);
        queue.Enqueue(second, 0, Pace);
        Assert.Equal([first.Jobs[0], second.Jobs[0], first.Jobs[1], second.Jobs[1]], Drain(queue));
    }

    [Fact]
    public void TryDequeue_CostlyPictures_GoBehindUsualOnes()
    {
        var queue = new PictureQueue();
        var (costly, usual) = (Batch(10, 10), Batch(1, 1, 1));
        queue.Enqueue(costly, 0, Pace);
        queue.Enqueue(usual, 0, Pace);
        Assert.Equal([costly.Jobs[0], .. usual.Jobs, costly.Jobs[1]], Drain(queue));
    }

    [Fact]
    public void TryDequeue_SmallRequestsThatKeepComing_DoNotStarveALargeOne()
    {
        // What was due goes before what comes later.
        var queue = new PictureQueue();
        var large = Batch(1, 1, 1);
        queue.Enqueue(large, 0, Pace);
        for (var i = 0; i < 3; i++)
        {
            queue.Enqueue(Batch(1), 2.5 * Pace, Pace);
            Assert.True(queue.TryDequeue(out _, out var job));
            Assert.Same(large.Jobs[i], job);
        }
    }

    [Fact]
    public void GiveUp_WhilePicturesWait_LeavesThemOut()
    {
        var queue = new PictureQueue();
        var (gone, stays) = (Batch(2, 2, 2), Batch(1));
        queue.Enqueue(gone, 0, Pace);
        queue.Enqueue(stays, 0, Pace);
        Assert.True(queue.TryDequeue(out _, out _));
        Assert.Equal(2, queue.GiveUp(gone));
        Assert.Equal(0, queue.GiveUp(gone));
        Assert.Equal((1, 1.0), (queue.Count, queue.Work));
        Assert.Equal(stays.Jobs, Drain(queue));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(15, 2.5)]
    [InlineData(1_000, 3)]
    public void WorkDue_OfARequest_GrowsAtItsPaceToAllOfIt(double until, double due)
    {
        var queue = new PictureQueue();
        queue.Enqueue(Batch(1, 1, 1), 0, Pace);
        Assert.Equal(due, queue.WorkDue(until));
    }

    [Fact]
    public void WorkDue_BegunAndGivenUpPictures_CountNoMore()
    {
        var queue = new PictureQueue();
        var (begun, gone) = (Batch(1, 1), Batch(1, 1));
        queue.Enqueue(begun, 0, Pace);
        queue.Enqueue(gone, 0, Pace);
        Assert.True(queue.TryDequeue(out _, out _));
        queue.GiveUp(gone);
        Assert.Equal((0, 1), (queue.WorkDue(Pace - 1), queue.WorkDue(Pace)));
    }

    [Fact]
    public void WorkDue_WithoutAPace_IsAllThatWaits()
    {
        var queue = new PictureQueue();
        queue.Enqueue(Batch(1, 2), 5, 0);
        Assert.Equal((0, 3), (queue.WorkDue(4), queue.WorkDue(5)));
    }

    private static PictureBatch Batch(params double[] costs) =>
        new([.. costs.Select(cost => new PictureJob(new byte[] { 1 }, [], Work(cost)))], CancellationToken.None);

    private static ImageCost Work(double runs) => new((long)(runs * PictureJob.SamplesOfARun));

    private static List<PictureJob> Drain(PictureQueue queue)
    {
        var jobs = new List<PictureJob>();
        while (queue.TryDequeue(out _, out var job)) jobs.Add(job);
        return jobs;
    }
}
