using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Caching;
using RoomTypes.Inference;
using RoomTypes.Signing;
using StackExchange.Redis;

namespace RoomTypes.Tests.Caching;

/// <summary>The shared cache over a real Redis: what is wrong with it costs hits and nothing else.</summary>
public sealed class RedisAnswersTests(SharedService shared) : IClassFixture<SharedService>, IDisposable
{
    private readonly TestMeters _meters = new();

    private IReadOnlyList<ModelSession> Models => [.. shared.Service.Recognition.Catalog.Sessions];

    public void Dispose() => _meters.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--requirepass secret")]
    [InlineData("--cluster-enabled yes")]
    public async Task Run_OnAnotherHost_IsAnsweredByWhatTheFirstKept(string options)
    {
        using var server = await RedisServer.StartAsync(options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true,password={(options.Contains("secret") ? "secret" : "")}");
        if (options.StartsWith("--cluster", StringComparison.Ordinal))
        {
            await admin.GetServer("127.0.0.1", server.Port).ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
            await UntilAsync(async () => $"{await admin.GetServer("127.0.0.1", server.Port).ExecuteAsync("CLUSTER", "INFO")}".Contains("cluster_state:ok", StringComparison.Ordinal));
        }

        await AssertSharedAsync($"127.0.0.1:{server.Port}{(options.Contains("secret") ? ",password=secret" : "")}");
    }

    [Fact]
    public async Task Run_OverTls_TrustsTheAuthorityOfTheSettings()
    {
        using var server = await RedisServer.StartAsync(tls: true);
        await AssertSharedAsync($"localhost:{server.Port},ssl=true", $"Cache:Redis:RootCertificate={server.Certificate}");
        using var stranger = await CacheAsync($"localhost:{server.Port},ssl=true");
        await AssertAnsweredAsync(stranger, 1, runs: 1);
    }

    [Fact]
    public async Task Run_WithoutAServer_DoesTheWork()
    {
        using var cache = await CacheAsync("127.0.0.1:1");
        await AssertAnsweredAsync(cache, 20, runs: 20);
        Assert.InRange(_meters["room_type.cache.failures connection"], 1, long.MaxValue);
    }

    [Fact]
    public async Task Run_AServerThatDoesNotAnswer_IsLeftAloneAfterAFewAndTriedAgain()
    {
        using var server = await RedisServer.StartAsync();
        using var proxy = new ToxicProxy(server.Port);
        using var cache = await CacheAsync($"127.0.0.1:{proxy.Port}");
        proxy.Holds = true;
        await AssertAnsweredAsync(cache, 30, runs: 30);
        Assert.InRange(_meters["room_type.cache.failures timeout"], CircuitBreaker.Most, 29);

        proxy.Holds = false;
        proxy.Cut();
        var number = 1_000;
        await UntilAsync(async () =>
        {
            await AssertAnsweredAsync(cache, 1, runs: 1, from: number++);
            using var other = await CacheAsync($"127.0.0.1:{server.Port}");
            return await RunsAsync(other, 1, number - 1) == 0;
        });
    }

    [Fact]
    public async Task Run_AConnectionThatBreaksOrTalksGarbage_DoesTheWork()
    {
        using var server = await RedisServer.StartAsync();
        using var proxy = new ToxicProxy(server.Port);
        using var cache = await CacheAsync($"127.0.0.1:{proxy.Port}");
        await AssertAnsweredAsync(cache, 3, runs: 3);
        proxy.Cut();
        await AssertAnsweredAsync(cache, 3, runs: 3, from: 10);
        proxy.Garbles = true;
        await AssertAnsweredAsync(cache, 20, runs: 20, from: 20);
    }

    [Fact]
    public async Task Run_AServerThatIsFull_IsStillRead()
    {
        using var server = await RedisServer.StartAsync();
        using var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true");
        using var first = await CacheAsync($"127.0.0.1:{server.Port}");
        await AssertAnsweredAsync(first, 1, runs: 1);
        await UntilAsync(async () => (long)await admin.GetServer("127.0.0.1", server.Port).ExecuteAsync("DBSIZE") == 1);
        await admin.GetServer("127.0.0.1", server.Port).ConfigSetAsync("maxmemory", "1");
        using var second = await CacheAsync($"127.0.0.1:{server.Port}");
        await AssertAnsweredAsync(second, 20, runs: 19);
        await UntilAsync(() => Task.FromResult(_meters["room_type.cache.failures refused"] > 0));
    }

    [Fact]
    public async Task Run_ValuesThatOthersWrote_AreNotTaken()
    {
        using var server = await RedisServer.StartAsync();
        using var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port}");
        using var first = await CacheAsync($"127.0.0.1:{server.Port}");
        await AssertAnsweredAsync(first, 40, runs: 40);
        var (database, keys) = (admin.GetDatabase(), new List<RedisKey>());
        await UntilAsync(() =>
        {
            keys = [.. admin.GetServer("127.0.0.1", server.Port).Keys(pattern: $"{RedisAnswers.Prefix}*")];
            return Task.FromResult(keys.Count == 40);
        });
        var (random, other) = (new Random(1), (byte[])(await database.StringGetAsync(keys[^1]))!);
        for (var i = 0; i < keys.Count; i++)
        {
            var value = (byte[])(await database.StringGetAsync(keys[i]))!;
            if (i % 4 == 0) random.NextBytes(value);
            else if (i % 4 == 1) value = value[..random.Next(value.Length)];
            else if (i % 4 == 2) value[random.Next(value.Length)] ^= 1;
            else value = keys[i] == keys[^1] ? [] : other;
            await database.StringSetAsync(keys[i], value);
        }

        using var second = await CacheAsync($"127.0.0.1:{server.Port}");
        await AssertAnsweredAsync(second, 40, runs: 40);
        Assert.Equal(40, _meters["room_type.cache.failures corrupt"]);
    }

    [Fact]
    public async Task Requests_WhileRedisIsKilledAndRestarted_NeverFail()
    {
        using var server = await RedisServer.StartAsync();
        await using var service = await TestService.StartAsync("Cache:Level=redis", "Cache:MaxBytes=65536", $"Cache:Redis:Connection=127.0.0.1:{server.Port}");
        var (end, answered) = (false, 0);
        var load = Enumerable.Range(0, 4).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (!Volatile.Read(ref end))
            {
                // Bytes after a picture's end make another one of the same looks.
                var response = await service.PostAsync([.. Samples.Kitchen, (byte)random.Next(256), (byte)random.Next(4)], "image/jpeg");
                Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
                Assert.Equal("ROOM_TYPE_KITCHEN", (await Samples.JsonAsync(response)).GetProperty("rooms")[0].GetProperty("roomType").GetString());
                Interlocked.Increment(ref answered);
            }
        })).ToList();
        for (var round = 0; round < 3; round++)
        {
            await AnsweredAsync(30);
            server.Kill();
            await AnsweredAsync(30);
            await server.StartAgainAsync();
        }

        using var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true");
        await UntilAsync(async () => (long)await admin.GetServer("127.0.0.1", server.Port).ExecuteAsync("DBSIZE") > 0);
        Volatile.Write(ref end, true);
        await Task.WhenAll(load);

        async Task AnsweredAsync(int more)
        {
            var goal = Volatile.Read(ref answered) + more;
            await UntilAsync(() => Task.FromResult(Volatile.Read(ref answered) >= goal || load.Exists(task => task.IsFaulted)));
        }
    }

    /// <summary>The address is botocore's, of the same user, time and credentials.</summary>
    [Fact]
    public void Sign_ATokenOfElastiCache_IsTheReferences()
    {
        var options = TestOptions.Read(
            "Cache:Redis:Connection=cache:6379", "Cache:Redis:IamUser=room-type-service", "Cache:Redis:IamCache=room-type-prod", "Cache:Redis:IamRegion=eu-central-1").Cache.Redis;
        var token = ElastiCacheTokens.Sign(
            options, new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "session/token+=="), new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(
            "room-type-prod/?Action=connect&User=room-type-service&ResourceType=ServerlessCache&X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIDEXAMPLE%2F20261128%2Feu-central-1%2Felasticache%2Faws4_request&X-Amz-Date=20261128T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
            + "&X-Amz-Security-Token=session%2Ftoken%2B%3D%3D&X-Amz-Signature=6886eb344a3792895e8dd30dc634c0d55de4fdb56bfffe3fd6589d986f19b39d",
            token);
    }

    private async Task AssertSharedAsync(string connection, params string[] settings)
    {
        using var first = await CacheAsync(connection, settings);
        await AssertAnsweredAsync(first, 8, runs: 8);
        // Nobody waits until an answer is there: another host may be too early.
        await UntilAsync(async () =>
        {
            using var second = await CacheAsync(connection, settings);
            return await RunsAsync(second, 8) == 0;
        });
    }

    private async Task<AnswerCache> CacheAsync(string connection, params string[] settings)
    {
        var options = TestOptions.Read(["Cache:Level=redis", $"Cache:Redis:Connection={connection}", "Cache:Redis:TimeoutMilliseconds=200", .. settings]);
        var cache = new AnswerCache(options.Cache, options.Decoding, new CacheMetrics(_meters), TimeProvider.System, NullLogger<AnswerCache>.Instance);
        await cache.Shared!.ConnectedAsync();
        return cache;
    }

    private async Task AssertAnsweredAsync(AnswerCache cache, int pictures, int runs, int from = 0) => Assert.Equal(runs, await RunsAsync(cache, pictures, from));

    private async Task<int> RunsAsync(AnswerCache cache, int pictures, int from = 0)
    {
        var work = new NumberedWork(Models);
        for (var number = from; number < from + pictures; number++)
        {
            var job = work.Job(number, 0);
            await cache.RunAsync([job], CacheUse.Full, work.RunAsync, default);
            work.AssertRight(job);
        }

        return work.Runs;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "It never came to be.");
            await Task.Delay(20);
        }
    }
}
