using RoomTypes.Inference;

namespace RoomTypes.Tests.Inference;

/// <summary>Two workers; a picture takes one of them a second, so half a second each.</summary>
public class AdmissionTests
{
    private readonly PictureQueue _queue = new();
    private readonly Admission _admission;

    public AdmissionTests()
    {
        _admission = new Admission(256, 2, TimeSpan.FromSeconds(10), _queue);
        _admission.Learn(1);
    }

    [Fact]
    public void Verify_ASinglePictureBesideALargeRequest_WaitsForWhatIsDueAndNotForAllOfIt()
    {
        Enter(64, TimeSpan.FromSeconds(600), now: 0);
        // One of the 64 is due, and its own: a second together. All would take 32.
        _admission.Verify(1, 1, TimeSpan.FromSeconds(2), now: 0);
        var refusal = Assert.Throws<ServiceException>(() => _admission.Verify(1, 1, TimeSpan.FromSeconds(1.9), now: 0));
        Assert.Equal((ErrorKind.Overloaded, TimeSpan.FromSeconds(1)), (refusal.Kind, refusal.RetryAfter));
    }

    [Fact]
    public void Verify_ALargeRequestBesideOneInTheSameHurry_WaitsForAllOfIt()
    {
        Enter(64, TimeSpan.FromSeconds(70), now: 0);
        Assert.Equal(TimeSpan.FromSeconds(64), Assert.Throws<ServiceException>(() => _admission.Verify(64, 64, TimeSpan.FromSeconds(70), now: 0)).RetryAfter);
        _admission.Verify(64, 64, TimeSpan.FromSeconds(128), now: 0);
    }

    [Fact]
    public void Verify_ALargeRequestInAHurry_IsDueBeforeOneThatHasTime()
    {
        // In 100 seconds 13 of the patient one's are due: 77 pictures take 39 seconds of the 50 that may be used.
        Enter(64, TimeSpan.FromSeconds(10_000), now: 0);
        _admission.Verify(64, 64, TimeSpan.FromSeconds(100), now: 0);
        Assert.Equal(50.0 / 64, _admission.Pace(64, TimeSpan.FromSeconds(100)));
        Assert.Equal(8, _admission.Pace(64, TimeSpan.MaxValue));
    }

    [Fact]
    public void Verify_RequestsOfSeveralPictures_LeaveAPartOfTheQueueToSingleOnes()
    {
        for (var i = 0; i < 3; i++) Enter(64, TimeSpan.MaxValue, now: i);
        var refusal = Assert.Throws<ServiceException>(() => _admission.Verify(2, 2, TimeSpan.MaxValue, now: 3));
        Assert.Equal(("2", "1"), (refusal.Value, refusal.Limit));
        for (var i = 0; i < 64; i++) Enter(1, TimeSpan.MaxValue, now: 3);
        refusal = Assert.Throws<ServiceException>(() => _admission.Verify(1, 1, TimeSpan.MaxValue, now: 3));
        Assert.Equal(("1", "0"), (refusal.Value, refusal.Limit));
        Assert.Equal(TimeSpan.FromSeconds(128.5), refusal.RetryAfter);
    }

    [Fact]
    public void Verify_ARequestAsLargeAsTheQueue_ComesInAlone()
    {
        _admission.Verify(256, 256, TimeSpan.Zero, now: 0);
        Enter(1, TimeSpan.MaxValue, now: 0);
        Assert.Equal("191", Assert.Throws<ServiceException>(() => _admission.Verify(256, 256, TimeSpan.MaxValue, now: 0)).Limit);
    }

    [Fact]
    public void Verify_BeforeAnyRunWasMade_RefusesOnlyWhatHasNoRoom()
    {
        var admission = new Admission(2, 2, TimeSpan.FromSeconds(10), _queue);
        admission.Enter(1);
        admission.Verify(1, 1, TimeSpan.FromMilliseconds(1), now: 0);
        admission.Enter(1);
        Assert.Throws<ServiceException>(() => admission.Verify(1, 1, TimeSpan.MaxValue, now: 0));
    }

    [Fact]
    public void VerifyQueue_ABurstBesideAnIdleWorker_IsLetInWhole()
    {
        for (var i = 0; i < 200; i++) Assert.True(Arrives(now: 0.0004 * i));
    }

    [Fact]
    public void VerifyQueue_MoreThanIsWorkedOffWithoutEnd_KeepsItsTargetWaiting()
    {
        var (refused, longest) = (0, 0);
        for (var second = 0; second < 500; second++)
        {
            // Three come each second, and two are worked off.
            for (var i = 0; i < 3; i++) refused += Arrives(second) ? 0 : 1;
            for (var i = 0; i < 2; i++) WorkOff();
            longest = Math.Max(longest, _queue.Count);
        }

        // 10 seconds at half a second each, and who was let in then.
        Assert.Equal(20, longest, tolerance: 2);
        Assert.Equal(500, refused, tolerance: 25);
    }

    [Fact]
    public void VerifyQueue_BehindRequestsOfManyPictures_CountsWhatIsDue()
    {
        // Three are due and take a second and a half; all of them would take 96.
        for (var i = 0; i < 3; i++) Enter(64, TimeSpan.MaxValue, now: 0);
        _admission.VerifyQueue(now: 1);
    }

    [Fact]
    public void VerifyQueue_OnceAWorkerWasIdle_LetsInAgain()
    {
        for (var i = 0; i < 32; i++) Enter(1, TimeSpan.MaxValue, now: 0);
        var refusal = Assert.Throws<ServiceException>(() => _admission.VerifyQueue(now: 1));
        Assert.Equal(("16.0 seconds", "10 seconds", TimeSpan.FromSeconds(16)), (refusal.Value, refusal.Limit, refusal.RetryAfter));
        for (var i = 0; i < 31; i++) WorkOff();
        Assert.True(Arrives(now: 2));
    }

    private bool Arrives(double now)
    {
        try
        {
            _admission.VerifyQueue(now);
        }
        catch (ServiceException)
        {
            return false;
        }

        Enter(1, TimeSpan.MaxValue, now);
        return true;
    }

    private void WorkOff()
    {
        Assert.True(_queue.TryDequeue(out _, out var job));
        _admission.Begin(job);
        _admission.End(job);
    }

    private void Enter(int pictures, TimeSpan left, double now)
    {
        var batch = new PictureBatch([.. Enumerable.Range(0, pictures).Select(_ => new PictureJob(new byte[] { 1 }, [], new((long)PictureJob.SamplesOfARun)))], CancellationToken.None);
        _admission.Verify(pictures, pictures, left, now);
        _admission.Enter(pictures);
        _queue.Enqueue(batch, now, _admission.Pace(pictures, left));
    }
}
