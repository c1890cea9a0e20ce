using System.Net;
using RoomTypes.Client.Credentials;
using RoomTypes.Signing;

namespace RoomTypes.Client;

/// <summary>
/// Signs every request (AWS Signature Version 4). A clock that is wrong is told by the server's answers: a request that was refused for
/// it is signed and sent once more. Every attempt has a signature of its own, also of requests that are the same.
/// </summary>
/// <param name="credentials">Asked for every request.</param>
/// <param name="options">How.</param>
/// <param name="time">The clock.</param>
public sealed class SigV4Handler(ICredentialProvider credentials, SigningOptions options, TimeProvider? time = null) : DelegatingHandler
{
    // AWS's SDKs name an invocation so.
    private const string Invocation = "amz-sdk-invocation-id";

    private static readonly HttpRequestOptionsKey<Unsigned> Before = new("RoomTypes.Client.Unsigned");

    private readonly ServerClock _clock = new(time ?? TimeProvider.System);
    private volatile SigV4Signer? _signer;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (address, hash) = await FirstAsync(request, cancellationToken).ConfigureAwait(false);
        await SignAsync(request, address, hash, cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!_clock.Learn(response.Headers.Date) || response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)) return response;
        response.Dispose();
        await SignAsync(request, address, hash, cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    // A request that is sent again has a signature in its address, perhaps, and its body stands at its end.
    private async ValueTask<Unsigned> FirstAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(Before, out var before)) return before;
        var hash = options.UnsignedPayload ? SigV4.UnsignedPayload : await PayloadHash.OfAsync(request.Content, cancellationToken).ConfigureAwait(false);
        before = new(request.RequestUri ?? throw new InvalidOperationException("The request has no address to sign."), hash);
        request.Options.Set(Before, before);
        return before;
    }

    private async Task SignAsync(HttpRequestMessage request, Uri address, string hash, CancellationToken cancellationToken)
    {
        var signer = SignerOf(await credentials.GetAsync(cancellationToken).ConfigureAwait(false));
        if (options.Host is { } host) request.Headers.Host = host;
        if (options.ApiId is { } api)
        {
            request.Headers.Remove("x-apigw-api-id");
            request.Headers.TryAddWithoutValidation("x-apigw-api-id", api);
        }

        var unique = Guid.NewGuid().ToString();
        if (options.PresignedFor is { } expires)
        {
            var separator = address.Query.Length > 0 ? "&" : "";
            var once = new UriBuilder(address) { Query = $"{address.Query.TrimStart('?')}{separator}{Invocation}={unique}" }.Uri;
            request.RequestUri = signer.Presign(request.Method.Method, once, expires, _clock.Now, hash, options.Host, request.Content?.Headers.ContentType?.ToString());
            return;
        }

        request.Headers.Remove(Invocation);
        request.Headers.TryAddWithoutValidation(Invocation, unique);
        signer.Sign(request, hash, _clock.Now);
    }

    private SigV4Signer SignerOf(AwsCredentials current)
    {
        var signer = _signer;
        if (signer is null || signer.Credentials != current) _signer = signer = new(current, options.Region, options.Service);
        return signer;
    }

    private sealed record Unsigned(Uri Address, string Hash);
}
