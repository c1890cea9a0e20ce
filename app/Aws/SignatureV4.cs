using System.Globalization;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal.Auth;

namespace RoomTypes.Aws;

/// <summary>
/// Signs requests by AWS Signature Version 4 with the headers host, x-amz-date and x-amz-security-token ("Create a signed AWS API request",
/// IAM user guide), for every service but S3, which takes paths otherwise.
/// </summary>
internal static class SignatureV4
{
    private const string TimeForm = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Adds the headers, by the credentials of the environment as they are now.</summary>
    public static async Task SignAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, string region, string service, TimeProvider time, CancellationToken cancellationToken)
    {
        var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync().WaitAsync(cancellationToken);
        Sign(request, body.Span, region, service, credentials, time.GetUtcNow());
    }

    /// <summary>Adds the headers.</summary>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string region, string service, ImmutableCredentials credentials, DateTimeOffset now)
    {
        var uri = request.RequestUri!;
        var date = now.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
        var headers = new List<(string Name, string Value)> { ("host", uri.Authority), ("x-amz-date", date) };
        if (credentials.UseToken) headers.Add(("x-amz-security-token", credentials.Token));

        var signed = string.Join(';', headers.Select(header => header.Name));
        var canonical = $"{request.Method}\n{Path(uri)}\n{Query(uri)}\n{string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n"))}\n{signed}\n"
            + Convert.ToHexStringLower(SHA256.HashData(body));
        var result = AWS4Signer.ComputeSignature(credentials, region, now.UtcDateTime, service, signed, canonical);
        foreach (var (name, value) in headers.Skip(1)) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", result.ForAuthorizationHeader);
    }

    /// <summary>Escaped once more than it is sent.</summary>
    private static string Path(Uri uri) => string.Join('/', uri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string Query(Uri uri) => string.Join('&', uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Escape(pair[0]), Value: Escape(pair.ElementAtOrDefault(1) ?? "")))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Escape(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));
}
