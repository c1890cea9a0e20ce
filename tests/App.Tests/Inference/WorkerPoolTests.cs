using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Decoding;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Tests.Inference;

public sealed class WorkerPoolTests : IAsyncLifetime
{
    private readonly RoomTypes.Configuration.ServiceOptions _options = TestOptions.Read("Inference:QueueCapacity=64", "Inference:Workers=1");
    private ModelCatalog _catalog = null!;
    private WorkerPool _pool = null!;

    public async Task InitializeAsync()
    {
        _catalog = await new ModelLoader(new FolderModelSource(_options.Models.Source), _options.Models).LoadAsync(CancellationToken.None);
        _pool = new WorkerPool(_options, new ImageDecoder(_options.Decoding), NullLogger<WorkerPool>.Instance);
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
        Assert.Equal((ErrorKind.Overloaded, "5", "4"), (refusal.Kind, refusal.Value, refusal.Limit));
        _pool.Start(_catalog);
        await waiting;
        Assert.Equal(0, _pool.Held);
        await _pool.RunAsync(Jobs(64), CancellationToken.None);
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
