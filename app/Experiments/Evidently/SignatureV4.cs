using System.Globalization;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace RoomTypes.Experiments.Evidently;

/// <summary>
/// Signs requests by AWS Signature Version 4 with the headers host, x-amz-date and x-amz-security-token ("Create a signed AWS API request",
/// IAM user guide). Paths must need no escaping and there must be no query.
/// </summary>
internal static class SignatureV4
{
    private const string TimeForm = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Adds the headers.</summary>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string region, string service, ImmutableCredentials credentials, DateTimeOffset now)
    {
        var uri = request.RequestUri!;
        var date = now.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
        var headers = new List<(string Name, string Value)> { ("host", uri.Authority), ("x-amz-date", date) };
        if (credentials.UseToken) headers.Add(("x-amz-security-token", credentials.Token));

        var signed = string.Join(';', headers.Select(header => header.Name));
        var canonical = $"{request.Method}\n{uri.AbsolutePath}\n\n{string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n"))}\n{signed}\n"
            + Convert.ToHexStringLower(SHA256.HashData(body));
        var result = AWS4Signer.ComputeSignature(credentials, region, now.UtcDateTime, service, signed, canonical);
        foreach (var (name, value) in headers.Skip(1)) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", result.ForAuthorizationHeader);
    }
}
