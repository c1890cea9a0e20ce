using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Files;

namespace RoomTypes.Tests.Experiments;

public class CachedVariationSourceTests
{
    private readonly ManualTime _time = new();
    private readonly Remote _remote = new();
    private readonly Lines _log = new();
    private readonly CachedVariationSource _source;

    public CachedVariationSourceTests() => _source = Source();

    [Fact]
    public async Task Evaluate_AFreshAnswer_IsUsedWithoutAsking()
    {
        await EvaluateAsync("robot");
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("1", (await EvaluateAsync("robot")).Variation.Name);
        Assert.Equal(1, _remote.Asked);
    }

    [Fact]
    public async Task Evaluate_AStaleAnswer_IsUsedWhileANewOneIsAskedFor()
    {
        await EvaluateAsync("robot");
        _time.Advance(TimeSpan.FromSeconds(61));
        _remote.Gate = new TaskCompletionSource();
        Assert.Equal("1", (await EvaluateAsync("robot")).Variation.Name);
        Assert.Equal("1", (await EvaluateAsync("robot")).Variation.Name);
        await _remote.SecondQuestion.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2, _remote.Asked);
        _remote.Gate.SetResult();
        // An evaluation that read the old answer just before the new one came may ask a third time.
        while ((await EvaluateAsync("robot")).Variation.Name == "1") await Task.Yield();
    }

    [Fact]
    public async Task Evaluate_AnAnswerTooOld_IsAskedForAgain()
    {
        await EvaluateAsync("robot");
        _time.Advance(TimeSpan.FromSeconds(60 + 3_600 + 1));
        Assert.Equal("2", (await EvaluateAsync("robot")).Variation.Name);
    }

    [Fact]
    public async Task Evaluate_AStaleAnswerOfASourceThatIsDown_IsStillUsed()
    {
        await EvaluateAsync("robot");
        _remote.Failure = new HttpRequestException("down");
        _time.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal((Reasons.Experiment, "1"), await ReasonAndNameAsync("robot"));
    }

    [Fact]
    public async Task Evaluate_ASourceThatFails_GivesTheDefaultAndIsLeftAloneAfterThreeTimes()
    {
        _remote.Failure = new HttpRequestException("down");
        for (var i = 0; i < 10; i++) Assert.Equal((Reasons.Error, "production"), await ReasonAndNameAsync($"robot-{i}"));
        Assert.Equal(3, _remote.Asked);
        _time.Advance(TimeSpan.FromSeconds(5));
        _remote.Failure = null;
        Assert.Equal(Reasons.Experiment, (await EvaluateAsync("robot")).Reason);
        Assert.Contains("AppConfig, fails: down", Assert.Single(_log.Messages));
    }

    [Fact]
    public async Task Evaluate_ASourceThatHangs_GivesTheDefaultInTime()
    {
        _remote.Gate = new TaskCompletionSource();
        var source = Source(TimeProvider.System, "Experiments:TimeoutMilliseconds=20");
        var evaluation = await source.EvaluateAsync("f", "robot", default, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Reasons.Error, evaluation.Reason);
        Assert.Contains("no answer within 20 ms", Assert.Single(_log.Messages));
    }

    [Fact]
    public async Task Evaluate_ACallerWhoGoesAway_IsNoFailureOfTheSource()
    {
        _remote.Gate = new TaskCompletionSource();
        using var gone = new CancellationTokenSource();
        var evaluating = _source.EvaluateAsync("f", "robot", default, gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => evaluating);
        Assert.Empty(_log.Messages);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(422, false)]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    public async Task Evaluate_AfterRefusalsInARow_LeavesOnlyASourceAloneThatRefusesAll(int status, bool isLeftAlone)
    {
        _remote.Failure = new HttpRequestException("refused", null, (System.Net.HttpStatusCode)status);
        for (var i = 0; i < 5; i++) Assert.Equal(Reasons.Error, (await EvaluateAsync($"robot-{i}")).Reason);
        _remote.Failure = null;
        Assert.Equal(isLeftAlone ? Reasons.Error : Reasons.Experiment, (await EvaluateAsync("good")).Reason);
    }

    [Fact]
    public async Task Evaluate_OtherFactsOrEntities_AreAskedForApart()
    {
        await EvaluateAsync("robot");
        await EvaluateAsync("robot", ("country", "DE"), ("tier", "vip"));
        await EvaluateAsync("robot", ("tier", "vip"), ("country", "DE"));
        await EvaluateAsync("another");
        Assert.Equal(3, _remote.Asked);
    }

    [Fact]
    public void TwoGenerations_OfManyEntries_KeepsAtMostItsCapacityAndWhatIsUsed()
    {
        var cache = new TwoGenerations<int, object>(100);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, i);
            Assert.True(cache.TryGet(0, out _));
        }

        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => cache.TryGet(i, out _)), 2, 101);
    }

    private CachedVariationSource Source(TimeProvider? time = null, params string[] settings)
    {
        var options = TestOptions.Read(["Experiments:Source=appconfig", "Experiments:AppConfig:Document=unused", "Experiments:File=none.json", .. settings]).Experiments;
        var plan = new ExperimentPlan(options, _time, NullLogger<ExperimentPlan>.Instance);
        var services = new ServiceCollection().AddMetrics().AddSingleton<ExperimentMetrics>().BuildServiceProvider();
        return new(_remote, options, plan, services.GetRequiredService<ExperimentMetrics>(), time ?? new SteadyTimers(_time), _log);
    }

    private async Task<Evaluation> EvaluateAsync(string entity, params (string Key, string Value)[] attributes) =>
        await _source.EvaluateAsync("f", entity, new Attributes(attributes.ToDictionary(pair => pair.Key, pair => pair.Value)), CancellationToken.None);

    private async Task<(string, string)> ReasonAndNameAsync(string entity)
    {
        var evaluation = await EvaluateAsync(entity);
        return (evaluation.Reason, evaluation.Variation.Name);
    }

    /// <summary>Answers with the number of the question.</summary>
    private sealed class Remote : IRemoteSource
    {
        private int _asked;

        public int Asked => _asked;

        public TaskCompletionSource? Gate { get; set; }

        public TaskCompletionSource SecondQuestion { get; } = new();

        public Exception? Failure { get; set; }

        public async Task<Evaluation> AskAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _asked);
            if (number == 2) SecondQuestion.TrySetResult();
            if (Gate is not null) await Gate.Task;
            if (Failure is not null) throw Failure;
            return new Evaluation(new Variation($"{number}", VariationValue.Of("room-type@3")), Reasons.Experiment, "e");
        }
    }

    /// <summary>The clock of another, with timers that never fire.</summary>
    private sealed class SteadyTimers(ManualTime time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

        private sealed class Never : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    private sealed class Lines : ILogger<CachedVariationSource>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Messages.Add(formatter(state, exception));
    }
}
