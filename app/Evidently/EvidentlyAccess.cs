using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace RoomTypes.Evidently;

/// <summary>Who may use the Evidently API.</summary>
internal sealed class EvidentlyAccess(EvidentlyApiOptions options)
{
    private const string Bearer = "Bearer ";
    private const string Credential = "Credential=";
    private static readonly string[] JsonTypes = ["application/json", "application/x-amz-json-1.0", "application/x-amz-json-1.1"];

    private readonly byte[]? _token = options.Token is { } token ? Encoding.UTF8.GetBytes(token) : null;

    /// <summary>Checks where a request comes from and what it carries, before any of its body is read.</summary>
    /// <exception cref="EvidentlyException">It may not, or its body is said to be no JSON.</exception>
    public void Verify(HttpContext context)
    {
        var request = context.Request;
        // Forms of any page can post to a machine that the reader's browser reaches; browsers then name the page, and no SDK does.
        if (request.Headers.Origin.Count > 0) throw EvidentlyException.Denied("Pages of the web may not use this API.");
        if (_token is null ? !IsLocal(context) : !Shown(request).Any(IsToken)) throw EvidentlyException.Denied(_token is null
            ? "Without RoomType:Evidently:Token only callers on the same machine are served. Set it, and send it as x-api-key or as the access key id."
            : "The token is missing or wrong. Send it as x-api-key, as a bearer token, or as the access key id that requests are signed with.");
        if ((HasBody(request) || request.ContentType is not null) && !IsJson(request.ContentType)) throw EvidentlyException.NotJson(request.ContentType);
    }

    /// <summary>Whether a request says that it has a body.</summary>
    public static bool HasBody(HttpRequest request) => request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;

    // Function hosts have no address to tell.
    private static bool IsLocal(HttpContext context) => context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    private static bool IsJson(string? contentType) =>
        contentType is not null && JsonTypes.Contains(contentType.Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Shown(HttpRequest request)
    {
        foreach (var key in request.Headers["x-api-key"]) yield return key ?? "";
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) yield return authorization[Bearer.Length..].Trim();
        // AWS4-HMAC-SHA256 Credential=ID/date/region/service/aws4_request, ...
        var credential = authorization.IndexOf(Credential, StringComparison.Ordinal);
        if (credential >= 0) yield return authorization[(credential + Credential.Length)..].Split('/')[0];
    }

    private bool IsToken(string shown) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), _token);
}
