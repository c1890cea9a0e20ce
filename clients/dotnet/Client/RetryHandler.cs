using System.Net;
using Polly;
using Polly.Retry;

namespace RoomTypes.Client;

/// <summary>
/// Sends again what failed for a while: no connection, 408, 429, 502, 503 and 504. It waits as long as Retry-After says, or else a random time
/// that doubles. Recognition and feedback are safe to repeat.
/// </summary>
public sealed class RetryHandler : DelegatingHandler
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    /// <summary>Retries a number of times.</summary>
    /// <param name="retries">How often after the first time, 0 to 10.</param>
    /// <param name="time">The clock.</param>
    public RetryHandler(int retries = 3, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)retries, 10u, nameof(retries));
        var clock = time ?? TimeProvider.System;
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock };
        if (retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = retries,
                Delay = First,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is HttpRequestException || IsTemporary(arguments.Outcome.Result?.StatusCode)),
                DelayGenerator = arguments => ValueTask.FromResult(Wait(arguments.Outcome.Result, clock)),
            });
        }

        _pipeline = builder.Build();
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(async token => await base.SendAsync(request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private static bool IsTemporary(HttpStatusCode? status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    // Null: Polly's own.
    private static TimeSpan? Wait(HttpResponseMessage? response, TimeProvider time) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta < LongestWait ? delta : LongestWait,
        { Date: { } date } when date - time.GetUtcNow() is var wait && wait > TimeSpan.Zero => wait < LongestWait ? wait : LongestWait,
        _ => null,
    };
}
