using RoomTypes.Inference;

namespace RoomTypes.Tests.Inference;

/// <summary>Two workers; a picture takes one of them a second, so half a second each.</summary>
public class AdmissionTests
{
    private readonly PictureQueue _queue = new();
    private readonly Admission _admission;

    public AdmissionTests()
    {
        _admission = new Admission(256, 2, _queue);
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
        var admission = new Admission(2, 2, _queue);
        admission.Enter(1);
        admission.Verify(1, 1, TimeSpan.FromMilliseconds(1), now: 0);
        admission.Enter(1);
        Assert.Throws<ServiceException>(() => admission.Verify(1, 1, TimeSpan.MaxValue, now: 0));
    }

    private void Enter(int pictures, TimeSpan left, double now)
    {
        var batch = new PictureBatch([.. Enumerable.Range(0, pictures).Select(_ => new PictureJob(new byte[] { 1 }, [], new((long)PictureJob.SamplesOfARun)))], CancellationToken.None);
        _admission.Verify(pictures, pictures, left, now);
        _admission.Enter(pictures);
        _queue.Enqueue(batch, now, _admission.Pace(pictures, left));
    }
}
