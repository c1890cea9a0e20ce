using RoomTypes.Aws;
using RoomTypes.Signing;
using StackExchange.Redis.Configuration;

namespace RoomTypes.Caching;

/// <summary>
/// The passwords of an ElastiCache user that authenticates by IAM: a presigned request of the action connect, good for 15 minutes
/// (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html). The client reads it with every connection that it opens.
/// </summary>
/// <param name="options">The user, the cache and the region.</param>
/// <param name="time">The clock.</param>
internal sealed class ElastiCacheTokens(RedisOptions options, TimeProvider time) : DefaultOptionsProvider, IDisposable
{
    private const string Service = "elasticache";
    private const string Scheme = "http://";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>A new one this often: what is read is good for ten minutes at least, and temporary credentials end in between.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _end = new();
    private volatile string? _token;

    /// <inheritdoc/>
    public override string? User => options.IamUser;

    /// <inheritdoc/>
    public override string? Password => _token;

    /// <summary>Signs the first one, and others from time to time until the end.</summary>
    /// <param name="failed">Told where credentials cannot be had; the token before stays.</param>
    public async Task BeginAsync(Action<Exception> failed)
    {
        await RenewAsync(failed);
        _ = KeepRenewingAsync(failed);
    }

    /// <summary>The token of credentials.</summary>
    internal static string Sign(RedisOptions options, AwsCredentials credentials, DateTimeOffset now)
    {
        var type = options.IamServerless ? "&ResourceType=ServerlessCache" : "";
        var address = new Uri($"{Scheme}{options.IamCache}/?Action=connect&User={options.IamUser}{type}");
        return new SigV4Signer(credentials, options.IamRegion, Service).Presign(HttpMethod.Get.Method, address, Life, now).AbsoluteUri[Scheme.Length..];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task KeepRenewingAsync(Action<Exception> failed)
    {
        try
        {
            using var timer = new PeriodicTimer(Renewal, time);
            while (await timer.WaitForNextTickAsync(_end.Token)) await RenewAsync(failed);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task RenewAsync(Action<Exception> failed)
    {
        try
        {
            _token = Sign(options, await SignatureV4.CredentialsAsync(_end.Token), time.GetUtcNow());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failed(exception);
        }
    }
}
