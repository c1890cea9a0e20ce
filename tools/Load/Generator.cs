using Amazon.Runtime;
using Calling;
using RoomTypes.Aws;

namespace RoomTypes.Load;

/// <summary>How a load is made.</summary>
/// <param name="Rate">Requests a second, on average.</param>
/// <param name="Length">For how long they become due.</param>
/// <param name="Seed">Of their times and kinds.</param>
/// <param name="Patience">How long an answer is waited for.</param>
/// <param name="DeadlineMilliseconds">Sent as x-deadline-ms, or null.</param>
/// <param name="FromCache">Whether the service may answer from what it has kept.</param>
public sealed record Shape(double Rate, TimeSpan Length, int Seed, TimeSpan Patience, int? DeadlineMilliseconds = null, bool FromCache = false);

/// <summary>
/// Sends requests when they are due, whatever becomes of those before: an open loop, as callers are who know nothing of each other. Times
/// between them are exponential. A time counts from when its request was due, so that a service which stops answering, or this program
/// itself, cannot hide how long callers waited (coordinated omission).
/// </summary>
/// <param name="client">Sends them.</param>
/// <param name="address">Where to.</param>
/// <param name="mix">Which.</param>
/// <param name="time">The clock.</param>
public sealed class Generator(HttpMessageInvoker client, Uri address, Mix mix, TimeProvider time)
{
    private static readonly TimeSpan Finest = TimeSpan.FromMilliseconds(1);

    /// <summary>The region to sign for and with what; null for a service without a gateway.</summary>
    internal (string Region, ImmutableCredentials Credentials)? Signer { get; init; }

    /// <summary>Makes the load and waits for the last answer.</summary>
    /// <param name="shape">How.</param>
    /// <param name="cancellationToken">Ends it early: what was sent is still told.</param>
    public async Task<Measurement> RunAsync(Shape shape, CancellationToken cancellationToken)
    {
        var (measured, random, sent, due, start) = (new Measurement(shape), new Random(shape.Seed), new List<Task>(), TimeSpan.Zero, time.GetTimestamp());
        while ((due += Gap(random, shape.Rate)) < shape.Length && !cancellationToken.IsCancellationRequested)
        {
            var wait = due - time.GetElapsedTime(start);
            if (wait > Finest) await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            sent.Add(SendAsync(mix.Next(random), due, start, shape, measured));
        }

        await Task.WhenAll(sent);
        return measured;
    }

    private static TimeSpan Gap(Random random, double rate) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate);

    private async Task SendAsync(Body body, TimeSpan due, long start, Shape shape, Measurement measured)
    {
        await Task.Yield();
        // The clock may wake this a little before: what is sent early counts from then.
        var sent = time.GetElapsedTime(start);
        var from = sent < due ? sent : due;
        measured.Sent(sent - from);
        using var patience = new CancellationTokenSource(shape.Patience, time);
        try
        {
            using var request = Request(body, shape);
            using var response = await client.SendAsync(request, patience.Token);
            await response.Content.CopyToAsync(Stream.Null, patience.Token);
            measured.Answered((int)response.StatusCode, time.GetElapsedTime(start) - from, response.Headers.RetryAfter is not null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            measured.Failed(exception is OperationCanceledException ? $"no answer within {shape.Patience.TotalSeconds:0.#} s" : exception.Message);
        }
    }

    private HttpRequestMessage Request(Body body, Shape shape)
    {
        var content = new ReadOnlyMemoryContent(body.Content);
        content.Headers.ContentType = new(body.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        // The same few pictures again and again would be answered from the cache.
        if (!shape.FromCache) request.Headers.CacheControl = new() { NoStore = true };
        if (shape.DeadlineMilliseconds is { } deadline) request.Headers.Add("x-deadline-ms", $"{deadline}");
        if (Signer is { } signer) SignatureV4.Sign(request, body.Content.Span, signer.Region, GatewayAddress.Service, signer.Credentials, time.GetUtcNow());
        return request;
    }
}
