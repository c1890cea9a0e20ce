using System.Threading.RateLimiting;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>Bounds how often one caller may ask: a token bucket each, which those who are quiet give back. It counts the requests of this process alone.</summary>
internal sealed class CallerLimits : IDisposable
{
    private readonly RequestOptions _options;
    private readonly PartitionedRateLimiter<string> _callers;

    public CallerLimits(RequestOptions options)
    {
        _options = options;
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.MaxCallerBurst,
            TokensPerPeriod = options.MaxCallerRequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        };
        _callers = PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => bucket));
    }

    /// <summary>Refuses a request of a caller who has asked too often, before anything of it is read; hands on the others.</summary>
    /// <exception cref="ServiceException">Overloaded, with the time after which the caller is welcome.</exception>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Verify(context);
        return next(context);
    }

    public void Dispose() => _callers.Dispose();

    private void Verify(HttpContext context)
    {
        if (!Callers.IsLimited(context.Request.Path)) return;
        using var lease = _callers.AttemptAcquire(Callers.Of(context, _options));
        if (lease.IsAcquired) return;
        var limit = $"{_options.MaxCallerRequestsPerSecond} requests a second, {_options.MaxCallerBurst} at once";
        throw new ServiceException(ErrorKind.Overloaded, "caller_limited", $"A caller may send {limit}; you sent more. Wait as long as Retry-After says, and send less often.")
        {
            Limit = limit,
            RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null,
        };
    }
}
