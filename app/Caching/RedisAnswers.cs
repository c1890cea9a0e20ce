using System.Diagnostics;
using System.Security.Authentication;
using StackExchange.Redis;

namespace RoomTypes.Caching;

/// <summary>
/// Answers in a Redis or Valkey that hosts share. Whatever becomes of it costs hits and nothing else: nothing here throws, a request waits for
/// it at most as long as the settings say, and where it fails again and again it is left alone for a while.
/// </summary>
internal sealed class RedisAnswers : IDisposable
{
    /// <summary>What every key begins with; the access of a user may be bound to it.</summary>
    internal const string Prefix = "room-type:";

    /// <summary>Answers that may be on their way there; further ones are not kept.</summary>
    private const int MostWrites = 1_024;
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly RedisOptions _options;
    private readonly CacheMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Pace _reports;
    private readonly CircuitBreaker _breaker;
    private readonly ElastiCacheTokens? _tokens;
    private readonly Lazy<Task<ConnectionMultiplexer?>> _connection;
    private int _writes;

    /// <summary>Nothing is loaded or connected before the first use.</summary>
    public RedisAnswers(RedisOptions options, CacheMetrics metrics, TimeProvider time, ILogger log)
    {
        (_options, _metrics, _time, _log, _reports, _breaker) = (options, metrics, time, log, new(LogInterval, time), new(time));
        if (options.IamUser is not null) _tokens = new(options, time);
        // On a thread of its own: a name that is looked up, or a handshake, holds no request.
        _connection = new(() => Task.Run(ConnectAsync));
    }

    /// <summary>Ends when it has been tried to connect for the first time.</summary>
    internal Task ConnectedAsync() => _connection.Value;

    /// <summary>What is kept under the keys; null where nothing is, or nothing came in time.</summary>
    /// <param name="keys">Each with its model's number of labels.</param>
    public async Task<KeptAnswer?[]> FindAsync(IReadOnlyList<(AnswerKey Key, int Labels)> keys)
    {
        var answers = new KeptAnswer?[keys.Count];
        if (Connection is not { } database || !_breaker.TryEnter()) return answers;
        var start = Stopwatch.GetTimestamp();
        var values = keys.Select(key => ReadAsync(database, key.Key)).ToList();
        try
        {
            await Task.WhenAll(values).WaitAsync(TimeSpan.FromMilliseconds(_options.TimeoutMilliseconds), _time);
            _breaker.Succeeded();
        }
        catch (Exception exception)
        {
            Fail(exception, isRead: true);
        }

        _metrics.Looked(CacheMetrics.Redis, Stopwatch.GetElapsedTime(start));
        for (var i = 0; i < answers.Length; i++)
        {
            // Some may have come before others did not.
            if (values[i].IsCompletedSuccessfully) answers[i] = Read(keys[i], values[i].Result);
            _metrics.Asked(CacheMetrics.Redis, answers[i] is null ? CacheMetrics.Miss : CacheMetrics.Hit);
        }

        return answers;
    }

    /// <summary>Keeps an answer; nobody waits for that.</summary>
    public void Keep(AnswerKey key, KeptAnswer answer)
    {
        var left = TimeSpan.FromMilliseconds(answer.Expires - _time.GetUtcNow().ToUnixTimeMilliseconds());
        if (left <= TimeSpan.Zero || !_breaker.IsClosed || Connection is not { } database) return;
        if (Interlocked.Increment(ref _writes) <= MostWrites) _ = WriteAsync(database, key, answer, left);
        else Interlocked.Decrement(ref _writes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tokens?.Dispose();
        if (_connection is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) _connection.Value.Result?.Dispose();
    }

    private static RedisKey Name(AnswerKey key)
    {
        Span<byte> digest = stackalloc byte[AnswerKey.Size];
        key.CopyTo(digest);
        return Prefix + Convert.ToHexStringLower(digest);
    }

    // What the client throws at once is a failure as any other.
    private static async Task<RedisValue> ReadAsync(IDatabase database, AnswerKey key) => await database.StringGetAsync(Name(key));

    private async Task WriteAsync(IDatabase database, AnswerKey key, KeptAnswer answer, TimeSpan left)
    {
        try
        {
            await database.StringSetAsync(Name(key), AnswerBytes.Write(key, answer), left);
        }
        catch (Exception exception)
        {
            Fail(exception, isRead: false);
        }
        finally
        {
            Interlocked.Decrement(ref _writes);
        }
    }

    private KeptAnswer? Read((AnswerKey Key, int Labels) key, RedisValue value)
    {
        if (value.IsNull) return null;
        if (AnswerBytes.Read(key.Key, key.Labels, ((ReadOnlyMemory<byte>)value).Span) is { } answer) return answer.Expires > _time.GetUtcNow().ToUnixTimeMilliseconds() ? answer : null;
        _metrics.Failed("corrupt");
        return null;
    }

    /// <summary>The connection, once it is there.</summary>
    private IDatabase? Connection => _connection.Value.IsCompletedSuccessfully ? _connection.Value.Result?.GetDatabase() : null;

    private async Task<ConnectionMultiplexer?> ConnectAsync()
    {
        try
        {
            if (_tokens is not null) await _tokens.BeginAsync(Report);
            return await ConnectionMultiplexer.ConnectAsync(Configuration());
        }
        catch (Exception exception)
        {
            // With AbortOnConnectFail off only a setting can be wrong.
            Report(exception);
            return null;
        }
    }

    private ConfigurationOptions Configuration()
    {
        var configuration = ConfigurationOptions.Parse(_options.Connection!);
        // It goes on trying to connect by itself; what cannot be sent meanwhile fails at once.
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.AsyncTimeout = configuration.SyncTimeout = configuration.ConnectTimeout = 1_000;
        configuration.ReconnectRetryPolicy = new ExponentialRetry(250, 5_000);
        configuration.IncludeDetailInExceptions = false;
        // Nothing is published, and no server is chosen by a key of its own.
        configuration.ConfigurationChannel = configuration.TieBreaker = "";
        configuration.ClientName = "room-types";
        if (_options.RootCertificate is { } authority) configuration.TrustIssuer(authority);
        if (_tokens is null) return configuration;
        // IAM is for connections with TLS alone.
        configuration.Ssl = true;
        configuration.Defaults = _tokens;
        return configuration;
    }

    private void Fail(Exception exception, bool isRead)
    {
        var reason = exception switch
        {
            TimeoutException => "timeout",
            RedisServerException => "refused",
            _ => "connection",
        };
        _metrics.Failed(reason);
        // One that is full still answers.
        if (isRead || exception is not RedisServerException) _breaker.Failed();
        Report(exception);
    }

    private void Report(Exception exception)
    {
        if (_reports.IsDue()) _log.SharedCacheFailed(exception is AuthenticationException ? "its certificate is not trusted" : exception.Message);
    }
}
