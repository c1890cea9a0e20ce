using System.Security.Cryptography;
using System.Text;

namespace RoomTypes.Http;

/// <summary>Lets pass who shows the admin token.</summary>
/// <param name="options">The token.</param>
internal sealed class AdminAccess(AdminOptions options)
{
    /// <summary>What a caller without it is asked for (RFC 6750, section 3).</summary>
    public const string Challenge = "Bearer realm=\"room-types\"";

    /// <summary>Where it may be shown too: a signed request's Authorization carries the signature.</summary>
    public const string Header = "x-admin-token";

    private const string Bearer = "Bearer ";

    // Digests are of one length, so that comparing them tells nothing of the token's.
    private readonly byte[]? _token = options.AdminToken is { } token ? SHA256.HashData(Encoding.UTF8.GetBytes(token)) : null;

    /// <summary>Whether anybody is let pass.</summary>
    public bool IsEnabled => _token is not null;

    /// <summary>Before a route's own code, and before anything of the body is read.</summary>
    public ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        Verify(invocation.HttpContext.Request);
        return next(invocation);
    }

    /// <summary>Refuses who does not show it.</summary>
    /// <exception cref="ServiceException">Nobody may change anything, or the token is missing or wrong.</exception>
    public void Verify(HttpRequest request)
    {
        if (_token is null)
        {
            throw new ServiceException(ErrorKind.Forbidden, "changes_disabled", "Nothing can be changed here. Start the service with the secret RoomType:Http:AdminToken to let those change experiments and the registry who know it.")
            {
                AwsError = "AccessDeniedException",
            };
        }

        if (Shown(request) is not { } shown)
            throw new ServiceException(ErrorKind.Unauthenticated, "admin_token_missing", $"There is no admin token. Send RoomType:Http:AdminToken as bearer token, or where requests are signed as {Header}.");
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), _token))
            throw new ServiceException(ErrorKind.Unauthenticated, "admin_token_wrong", "The admin token is wrong. Send the one that the service was started with.");
    }

    private static string? Shown(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return authorization[Bearer.Length..].Trim();
        return request.Headers[Header].ToString() is { Length: > 0 } token ? token : null;
    }
}
