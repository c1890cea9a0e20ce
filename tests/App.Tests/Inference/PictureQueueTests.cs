using RoomTypes.Decoding;
using RoomTypes.Inference;

namespace RoomTypes.Tests.Inference;

public class PictureQueueTests
{
    // Long enough that the time which the test itself takes changes no order.
    private const double SecondsEach = 1_000;

    [Fact]
    public void TryDequeue_OneRequest_IsInItsOrder()
    {
        var queue = new PictureQueue();
        var batch = Batch(1, 1, 1);
        queue.Enqueue(batch);
        Assert.Equal(batch.Jobs, Drain(queue));
        Assert.Equal((0, 0.0), (queue.Count, queue.Work));
    }

    [Fact]
    public void TryDequeue_ASmallRequestAfterALargeOne_WaitsForOnePictureOfIt()
    {
        var queue = new PictureQueue();
        var (large, small) = (Batch(1, 1, 1, 1), Batch(1));
        queue.Enqueue(large);
        queue.Enqueue(small);
        Assert.Equal([large.Jobs[0], small.Jobs[0], large.Jobs[1], large.Jobs[2], large.Jobs[3]], Drain(queue));
    }

    [Fact]
    public void TryDequeue_RequestsOfTheSameSize_TakeTurns()
    {
        var queue = new PictureQueue();
        var (first, second) = (Batch(1, 1), Batch(1, 1));
        queue.Enqueue(first);
        queue.Enqueue(second);
        Assert.Equal([first.Jobs[0], second.Jobs[0], first.Jobs[1], second.Jobs[1]], Drain(queue));
    }

    [Fact]
    public void TryDequeue_CostlyPictures_GoBehindUsualOnes()
    {
        var queue = new PictureQueue();
        var (costly, usual) = (Batch(10, 10), Batch(1, 1, 1));
        queue.Enqueue(costly);
        queue.Enqueue(usual);
        Assert.Equal([costly.Jobs[0], .. usual.Jobs, costly.Jobs[1]], Drain(queue));
    }

    [Fact]
    public void TryDequeue_SmallRequestsThatKeepComing_DoNotStarveALargeOne()
    {
        // What is due now goes before what comes later: with no time a picture, all of the large one is due at once.
        var queue = new PictureQueue();
        var large = Batch(1, 1, 1);
        queue.Enqueue(large);
        for (var i = 0; i < 3; i++)
        {
            queue.Enqueue(Batch(1));
            Assert.True(queue.TryDequeue(0, out _, out var job));
            Assert.Same(large.Jobs[i], job);
        }
    }

    [Fact]
    public void GiveUp_WhilePicturesWait_LeavesThemOut()
    {
        var queue = new PictureQueue();
        var (gone, stays) = (Batch(2, 2, 2), Batch(1));
        queue.Enqueue(gone);
        queue.Enqueue(stays);
        Assert.True(queue.TryDequeue(SecondsEach, out _, out _));
        Assert.Equal(2, queue.GiveUp(gone));
        Assert.Equal(0, queue.GiveUp(gone));
        Assert.Equal((1, 1.0), (queue.Count, queue.Work));
        Assert.Equal(stays.Jobs, Drain(queue));
    }

    private static PictureBatch Batch(params double[] costs) =>
        new([.. costs.Select(cost => new PictureJob(new byte[] { 1 }, [], Work(cost)))], CancellationToken.None);

    private static ImageCost Work(double runs) => new((long)(runs * PictureJob.SamplesOfARun));

    private static List<PictureJob> Drain(PictureQueue queue)
    {
        var jobs = new List<PictureJob>();
        while (queue.TryDequeue(SecondsEach, out _, out var job)) jobs.Add(job);
        return jobs;
    }
}
