using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Decoding;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Tests.Inference;

public sealed class WorkerPoolTests : IAsyncLifetime
{
    private readonly RoomTypes.Hosting.ServiceOptions _options = TestOptions.Read("Inference:QueueCapacity=64", "Inference:Workers=1");
    private ModelCatalog _catalog = null!;
    private WorkerPool _pool = null!;

    public async Task InitializeAsync()
    {
        _catalog = await new ModelLoader(new FolderModelSource(_options.Models.Source), _options.Models).LoadAsync(CancellationToken.None);
        _pool = new WorkerPool(_options.Inference, new ImageDecoder(_options.Decoding), NullLogger<WorkerPool>.Instance);
    }

    public Task DisposeAsync()
    {
        _pool.Dispose();
        _catalog.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Run_MorePicturesThanTheQueueHolds_IsRefusedWholeAndRecovers()
    {
        // There are no workers yet, so what is queued stays.
        var waiting = _pool.RunAsync(Jobs(60), CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<ServiceException>(() => _pool.RunAsync(Jobs(5), CancellationToken.None));
        Assert.Equal((ErrorKind.Overloaded, "5", "1"), (refusal.Kind, refusal.Value, refusal.Limit));
        _pool.Start(_catalog);
        await waiting;
        Assert.Equal(0, _pool.Held);
        await _pool.RunAsync(Jobs(64), CancellationToken.None);
    }

    [Fact]
    public async Task Run_CancelledWhileQueued_LeavesItsPlaceToOthers()
    {
        using var cancellation = new CancellationTokenSource();
        var gone = _pool.RunAsync(Jobs(64), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.Equal(0, _pool.Held);
        var run = _pool.RunAsync(Jobs(2), CancellationToken.None);
        _pool.Start(_catalog);
        await run;
    }

    [Fact]
    public async Task RunWhenSpare_WhileOthersWait_GoesLastWhoeverCameFirst()
    {
        _pool.Start(_catalog);
        using var picture = new GatedPicture(Samples.Kitchen);
        var running = Task.Run(() => _pool.RunAsync([new PictureJob(picture.Memory, [_catalog.Default])], CancellationToken.None));
        picture.WaitUntilRead();
        var spare = Jobs(1)[0];
        var spared = _pool.RunWhenSpareAsync(spare, CancellationToken.None);
        // It counts for nothing: a request of 47 fits beside the one that is worked on, three quarters of the queue together.
        var others = Jobs(47);
        var waiting = _pool.RunAsync(others, CancellationToken.None);
        Assert.Equal(48, _pool.Held);
        picture.Open();
        await spared;
        Assert.NotNull(spare.Probabilities);
        Assert.All(others, job => Assert.NotNull(job.Probabilities));
        await Task.WhenAll(running, waiting);
        Assert.Equal(0, _pool.Held);
    }

    [Fact]
    public async Task RunWhenSpare_WithoutAWorkerToSpare_IsGivenUpInTime()
    {
        _pool.Dispose();
        _pool = new WorkerPool(_options.Inference with { Workers = 2 }, new ImageDecoder(_options.Decoding), NullLogger<WorkerPool>.Instance);
        _pool.Start(_catalog);
        using var picture = new GatedPicture(Samples.Kitchen);
        var running = Task.Run(() => _pool.RunAsync([new PictureJob(picture.Memory, [_catalog.Default])], CancellationToken.None));
        picture.WaitUntilRead();
        using var patience = new CancellationTokenSource();
        // One worker is idle, and stays so for the next request.
        var spare = Jobs(1)[0];
        var spared = _pool.RunWhenSpareAsync(spare, patience.Token);
        await _pool.RunAsync(Jobs(2), CancellationToken.None);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => spared);
        Assert.Null(spare.Probabilities);
        picture.Open();
        await running;
        await _pool.RunWhenSpareAsync(spare, CancellationToken.None);
        Assert.NotNull(spare.Probabilities);
    }

    [Fact]
    public async Task Run_AWaitThatIsLongerThanTheTimeLeft_IsRefusedWithTheTimeToComeBack()
    {
        _pool.Start(_catalog);
        // The pool learns what a usual picture takes; the one that is under way is expected to take a million times that.
        await _pool.RunAsync(Jobs(1), CancellationToken.None);
        using var picture = new GatedPicture(Samples.Kitchen);
        var running = Task.Run(() => _pool.RunAsync([new PictureJob(picture.Memory, [_catalog.Default], new ImageCost(1_000_000 * (long)PictureJob.SamplesOfARun))], CancellationToken.None));
        picture.WaitUntilRead();
        var refusal = await Assert.ThrowsAsync<ServiceException>(() => _pool.RunAsync(Jobs(1), TimeSpan.FromSeconds(25), CancellationToken.None));
        Assert.Equal((ErrorKind.Overloaded, true), (refusal.Kind, refusal.RetryAfter > TimeSpan.FromSeconds(25)));
        picture.Open();
        await running;
        await _pool.RunAsync(Jobs(1), TimeSpan.FromSeconds(25), CancellationToken.None);
    }

    [Fact]
    public async Task VerifyRoom_AFullQueue_IsRefusedBeforeAnythingIsRead()
    {
        var waiting = _pool.RunAsync(Jobs(64), CancellationToken.None);
        Assert.Equal(ErrorKind.Overloaded, Assert.Throws<ServiceException>(() => _pool.VerifyRoom(TimeSpan.FromSeconds(25), told: false)).Kind);
        _pool.Start(_catalog);
        await waiting;
        _pool.VerifyRoom(TimeSpan.FromSeconds(25), told: false);
    }

    [Fact]
    public async Task VerifyRoom_BehindAQueueThatStands_RefusesOnlyWhoToldNoTime()
    {
        _pool.Start(_catalog);
        await _pool.RunAsync(Jobs(1), CancellationToken.None);
        using var picture = new GatedPicture(Samples.Kitchen);
        var running = Task.Run(() => _pool.RunAsync([new PictureJob(picture.Memory, [_catalog.Default], new ImageCost(1_000 * (long)PictureJob.SamplesOfARun))], CancellationToken.None));
        picture.WaitUntilRead();
        Assert.True(SpinWait.SpinUntil(() => Record.Exception(() => _pool.VerifyRoom(TimeSpan.FromHours(1), told: false)) is ServiceException, TimeSpan.FromMinutes(1)));
        _pool.VerifyRoom(TimeSpan.FromHours(1), told: true);
        picture.Open();
        await running;
        _pool.VerifyRoom(TimeSpan.FromHours(1), told: false);
    }

    [Fact]
    public async Task Run_CancelledWhileQueued_EndsWithoutWork()
    {
        using var cancellation = new CancellationTokenSource();
        var jobs = Jobs(3);
        var run = _pool.RunAsync(jobs, cancellation.Token);
        await cancellation.CancelAsync();
        _pool.Start(_catalog);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.All(jobs, job => Assert.Null(job.Probabilities));
    }

    [Fact]
    public async Task Run_ABrokenPictureAmongGoodOnes_FailsAlone()
    {
        _pool.Start(_catalog);
        PictureJob[] jobs = [.. Jobs(1), new PictureJob(new byte[] { 1 }, [_catalog.Default]), .. Jobs(1)];
        await _pool.RunAsync(jobs, CancellationToken.None);
        Assert.Equal([true, false, true], jobs.Select(job => job.Probabilities is not null));
        Assert.NotNull(jobs[1].Rejection);
    }

    [Fact]
    public async Task Run_SeveralModels_AnswersWithEach()
    {
        _pool.Start(_catalog);
        var job = new PictureJob(Samples.Kitchen, _catalog.Sessions);
        await _pool.RunAsync([job], CancellationToken.None);
        Assert.Equal(2, job.Probabilities!.Length);
        Assert.NotEqual(job.Probabilities[0], job.Probabilities[1]);
    }

    [Fact]
    public async Task Run_WhatFollowsAPictureBlocks_HoldsNoWorker()
    {
        _pool.Start(_catalog);
        using var all = new CountdownEvent(3);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await _pool.RunAsync(Jobs(1), CancellationToken.None);
            all.Signal();
            all.Wait();
        })));
        Assert.Equal(0, _pool.Held);
    }

    [Fact]
    public async Task Run_ManyPictures_AreAllAnswered()
    {
        _pool.Start(_catalog);
        var requests = Enumerable.Range(1, 8).Select(Jobs).ToList();
        await Task.WhenAll(requests.Select(jobs => Task.Run(() => _pool.RunAsync(jobs, CancellationToken.None))));
        Assert.All(requests.SelectMany(jobs => jobs), job => Assert.NotNull(job.Probabilities));
    }

    [Fact]
    public async Task Dispose_WhilePicturesWait_FinishesThem()
    {
        var jobs = Jobs(8);
        var run = _pool.RunAsync(jobs, CancellationToken.None);
        _pool.Start(_catalog);
        _pool.Dispose();
        await run;
        Assert.All(jobs, job => Assert.NotNull(job.Probabilities));
    }

    private PictureJob[] Jobs(int count) => [.. Enumerable.Range(0, count).Select(_ => new PictureJob(Samples.Kitchen, [_catalog.Default]))];
}
