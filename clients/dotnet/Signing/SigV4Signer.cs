using System.Globalization;
using System.Text;

namespace RoomTypes.Signing;

/// <summary>Signs requests for one region and service. Safe for several threads; the day's key is derived once.</summary>
/// <param name="credentials">With what.</param>
/// <param name="region">The AWS region.</param>
/// <param name="service">The service, for example execute-api: a REST API in Amazon API Gateway.</param>
public sealed class SigV4Signer(AwsCredentials credentials, string region, string service)
{
    private volatile SigV4Key? _key;

    /// <summary>With what.</summary>
    public AwsCredentials Credentials { get; } = credentials;

    /// <summary>Writes the value of the header Authorization. Nothing is allocated once the day's key is there.</summary>
    /// <param name="request">What is signed; its headers have host and x-amz-date, and x-amz-security-token where the credentials are temporary.</param>
    /// <param name="time">As x-amz-date says.</param>
    /// <param name="authorization">Where to.</param>
    /// <param name="written">How many characters were written.</param>
    /// <returns>Whether it fitted.</returns>
    public bool TryAuthorize(in SigV4Request request, DateTimeOffset time, Span<char> authorization, out int written)
    {
        Span<char> clock = stackalloc char[SigV4.TimeLength];
        Span<char> signature = stackalloc char[SigV4.SignatureLength];
        Span<char> headers = stackalloc char[1024];
        time.UtcDateTime.TryFormat(clock, out _, SigV4.TimeForm, CultureInfo.InvariantCulture);
        var key = KeyOf(clock[..8]);
        var names = SigV4.Sign(request, key, clock, signature, headers);
        return authorization.TryWrite(
            $"{SigV4.Algorithm} Credential={Credentials.AccessKeyId}/{key.Date}/{key.Region}/{key.Service}/{SigV4.ScopeEnd}, SignedHeaders={headers[..names]}, Signature={signature}", out written);
    }

    /// <summary>The value of the header Authorization; see <see cref="TryAuthorize"/>.</summary>
    public string Authorize(in SigV4Request request, DateTimeOffset time)
    {
        Span<char> authorization = stackalloc char[2048];
        return TryAuthorize(request, time, authorization, out var written)
            ? new(authorization[..written])
            : throw new ArgumentException("The names of the signed headers and the scope have over 1,900 characters; sign fewer headers.", nameof(request));
    }

    /// <summary>An address that is a signed request itself: whoever has it may send it until it expires.</summary>
    /// <param name="method">GET, POST, ...</param>
    /// <param name="address">Without a signature.</param>
    /// <param name="expires">How long it is good for; AWS allows up to seven days.</param>
    /// <param name="time">From when on.</param>
    /// <param name="payloadHash">Of the body that is sent with it, or <see cref="SigV4.UnsignedPayload"/>.</param>
    /// <param name="host">The host that is signed; the address's own if null.</param>
    /// <param name="contentType">The body's, which is signed then and must be sent as it is; null for none.</param>
    public Uri Presign(string method, Uri address, TimeSpan expires, DateTimeOffset time, string payloadHash = SigV4.EmptyPayloadHash, string? host = null, string? contentType = null)
    {
        var clock = SigV4.Time(time);
        var key = KeyOf(clock.AsSpan(0, 8));
        var query = new StringBuilder(address.Query is ['?', .. var given] ? given : "");
        if (query.Length > 0) query.Append('&');
        query.Append(CultureInfo.InvariantCulture, $"X-Amz-Algorithm={SigV4.Algorithm}&X-Amz-Credential={Uri.EscapeDataString($"{Credentials.AccessKeyId}/{key.Date}/{key.Region}/{key.Service}/{SigV4.ScopeEnd}")}");
        query.Append(CultureInfo.InvariantCulture, $"&X-Amz-Date={clock}&X-Amz-Expires={(long)expires.TotalSeconds}&X-Amz-SignedHeaders={(contentType is null ? "" : "content-type%3B")}host");
        if (Credentials.SessionToken is { } token) query.Append(CultureInfo.InvariantCulture, $"&X-Amz-Security-Token={Uri.EscapeDataString(token)}");
        Span<char> signature = stackalloc char[SigV4.SignatureLength];
        SigV4Header[] headers = [new("host", host ?? address.Authority), .. contentType is null ? Array.Empty<SigV4Header>() : [new("content-type", contentType)]];
        SigV4.Sign(new() { Method = method, Path = address.AbsolutePath, Query = query.ToString(), Headers = headers, PayloadHash = payloadHash }, key, clock, signature);
        query.Append(CultureInfo.InvariantCulture, $"&X-Amz-Signature={signature}");
        return new UriBuilder(address) { Query = query.ToString() }.Uri;
    }

    private SigV4Key KeyOf(scoped ReadOnlySpan<char> date)
    {
        var key = _key;
        if (key is null || !date.SequenceEqual(key.Date)) _key = key = new(Credentials.SecretAccessKey, new(date), region, service);
        return key;
    }
}
