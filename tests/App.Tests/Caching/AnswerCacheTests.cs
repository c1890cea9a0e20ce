using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Caching;
using RoomTypes.Inference;
using RoomTypes.Tests.Experiments;

namespace RoomTypes.Tests.Caching;

/// <summary>The cache over work that the tests do: a picture is a number, and a model's answer follows from both.</summary>
public sealed class AnswerCacheTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly ManualTime _time = new();

    private IReadOnlyList<ModelSession> Models => [.. shared.Service.Recognition.Catalog.Sessions];

    [Fact]
    public async Task Run_TheSamePictureAgain_WorksOnce()
    {
        var (cache, work) = (Cache(), new NumberedWork(Models));
        var (first, second) = (work.Job(1, 0), work.Job(1, 0));
        await cache.RunAsync([first], CacheUse.Full, work.RunAsync, default);
        await cache.RunAsync([second], CacheUse.Full, work.RunAsync, default);
        work.AssertRight(first, second);
        Assert.Equal((1, true, false), (work.Runs, first.HasRun, second.HasRun));
        Assert.Equal(TimeSpan.FromMilliseconds(3), second.Spared);
    }

    [Fact]
    public async Task Run_AnotherModel_WorksOnThatOneOnly()
    {
        var (cache, work) = (Cache(), new NumberedWork(Models));
        await cache.RunAsync([work.Job(1, 0)], CacheUse.Full, work.RunAsync, default);
        var both = work.Job(1, 1, 0);
        await cache.RunAsync([both], CacheUse.Full, work.RunAsync, default);
        work.AssertRight(both);
        Assert.Equal((2, true), (work.Runs, both.HasRun));
    }

    [Fact]
    public async Task Run_APictureTwiceInARequest_WorksOnce()
    {
        var (cache, work) = (Cache(), new NumberedWork(Models));
        PictureJob[] jobs = [work.Job(1, 0), work.Job(2, 0), work.Job(1, 0)];
        await cache.RunAsync(jobs, CacheUse.Full, work.RunAsync, default);
        work.AssertRight(jobs);
        Assert.Equal(2, work.Runs);
    }

    [Fact]
    public async Task Run_ByManyAtOnce_WorksOnce()
    {
        var (cache, work) = (Cache(), new NumberedWork(Models) { Gate = new() });
        var jobs = Enumerable.Range(0, 50).Select(_ => work.Job(1, 0)).ToArray();
        var requests = jobs.Select(job => cache.RunAsync([job], CacheUse.Full, work.RunAsync, default)).ToList();
        work.Gate.SetResult();
        await Task.WhenAll(requests);
        work.AssertRight(jobs);
        Assert.Equal(1, work.Runs);
    }

    [Fact]
    public async Task Run_WhoeverLeadsGoesAway_OthersAreAnswered()
    {
        var (cache, work) = (Cache(), new NumberedWork(Models) { Gate = new() });
        using var away = new CancellationTokenSource();
        var leader = cache.RunAsync([work.Job(1, 0)], CacheUse.Full, jobs => work.RunAsync(jobs, away.Token), away.Token);
        var follower = work.Job(1, 0);
        var following = cache.RunAsync([follower], CacheUse.Full, work.RunAsync, default);
        await away.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        work.Gate.SetResult();
        await following;
        work.AssertRight(follower);
    }

    [Fact]
    public async Task Run_WhoeverFollowsGoesAway_EndsItsWaitAlone()
    {
        var (cache, work) = (Cache(), new NumberedWork(Models) { Gate = new() });
        using var away = new CancellationTokenSource();
        var led = work.Job(1, 0);
        var leader = cache.RunAsync([led], CacheUse.Full, work.RunAsync, default);
        var follower = cache.RunAsync([work.Job(1, 0)], CacheUse.Full, work.RunAsync, away.Token);
        await away.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => follower);
        work.Gate.SetResult();
        await leader;
        work.AssertRight(led);
    }

    [Fact]
    public async Task Run_AFailure_IsNotKept()
    {
        var (cache, work) = (Cache(), new NumberedWork(Models));
        var refused = new ServiceException(ErrorKind.Overloaded, "overloaded", "Full.");
        Assert.Same(refused, await Assert.ThrowsAsync<ServiceException>(() => cache.RunAsync([work.Job(1, 0)], CacheUse.Full, _ => throw refused, default)));
        var again = work.Job(1, 0);
        await cache.RunAsync([again], CacheUse.Full, work.RunAsync, default);
        work.AssertRight(again);
        Assert.Equal(1, work.Runs);
    }

    [Fact]
    public async Task Run_APictureThatCannotBeRead_IsNotKept()
    {
        var (cache, work) = (Cache(), new NumberedWork(Models));
        for (var i = 1; i <= 2; i++)
        {
            var job = work.Job(NumberedWork.Broken, 0);
            await cache.RunAsync([job], CacheUse.Full, work.RunAsync, default);
            Assert.Equal(("image_corrupt", i), (job.Rejection?.Code, work.Runs));
        }
    }

    [Theory]
    [InlineData(CacheUse.Keep, 2, 2)]
    [InlineData(CacheUse.None, 2, 3)]
    public async Task Run_WithoutReading_WorksAndKeepsIfItMay(CacheUse use, int runs, int runsLater)
    {
        var (cache, work) = (Cache(), new NumberedWork(Models));
        for (var i = 0; i < 2; i++)
        {
            var job = work.Job(1, 0);
            await cache.RunAsync([job], use, work.RunAsync, default);
            work.AssertRight(job);
        }

        Assert.Equal(runs, work.Runs);
        await cache.RunAsync([work.Job(1, 0)], CacheUse.Full, work.RunAsync, default);
        Assert.Equal(runsLater, work.Runs);
    }

    [Fact]
    public async Task Run_AfterItsTime_WorksAgainButNotAllAtOnce()
    {
        var (cache, work) = (Cache("Cache:TtlSeconds=1000"), new NumberedWork(Models));
        PictureJob[] Jobs() => [.. Enumerable.Range(0, 200).Select(number => work.Job(number, 0))];
        await cache.RunAsync(Jobs(), CacheUse.Full, work.RunAsync, default);
        _time.Advance(TimeSpan.FromSeconds(899));
        await cache.RunAsync(Jobs(), CacheUse.Full, work.RunAsync, default);
        Assert.Equal(200, work.Runs);
        _time.Advance(TimeSpan.FromSeconds(51));
        await cache.RunAsync(Jobs(), CacheUse.Full, work.RunAsync, default);
        Assert.InRange(work.Runs, 201, 399);
        _time.Advance(TimeSpan.FromSeconds(1000));
        var before = work.Runs;
        await cache.RunAsync(Jobs(), CacheUse.Full, work.RunAsync, default);
        Assert.Equal(before + 200, work.Runs);
    }

    /// <summary>The property: whatever is sent, by whom at once, kept, let go, given up or refused, an answer is the picture's and the model's own.</summary>
    [Fact]
    public async Task Run_AnythingAtOnce_NeverAnswersWithAnotherPicturesOrModelsResult()
    {
        // Room for few: answers are let go all the time.
        var cache = Cache("Cache:MaxBytes=65536", "Cache:TtlSeconds=1");
        var work = new NumberedWork(Models) { Yields = true };
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var request = 0; request < 300; request++)
            {
                var jobs = Enumerable.Range(0, random.Next(1, 6)).Select(_ => work.Job(random.Next(random.Next(2) == 0 ? 20 : 2_000), random.Next(3) switch { 0 => [0], 1 => [1], _ => [1, 0] })).ToArray();
                using var away = new CancellationTokenSource();
                if (random.Next(10) == 0) away.CancelAfter(TimeSpan.FromTicks(random.Next(3_000)));
                try
                {
                    await cache.RunAsync(jobs, (CacheUse)random.Next(4), batch => random.Next(20) == 0 ? throw new ServiceException(ErrorKind.Overloaded, "overloaded", "") : work.RunAsync(batch, away.Token), away.Token);
                    work.AssertRight(jobs);
                }
                catch (Exception exception) when (exception is ServiceException or OperationCanceledException)
                {
                    // Its own: others go on.
                }

                if (random.Next(50) == 0) _time.Advance(TimeSpan.FromMilliseconds(300));
            }
        })));
        Assert.InRange(work.Runs, 1, 8 * 300 * 5 * 2);
    }

    private AnswerCache Cache(params string[] settings)
    {
        var options = TestOptions.Read(settings);
        return new(options.Cache, options.Decoding, new CacheMetrics(new TestMeters()), _time, NullLogger<AnswerCache>.Instance);
    }
}
