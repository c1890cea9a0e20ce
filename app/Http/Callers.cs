using System.Net;
using System.Net.Sockets;
using RoomTypes.Http.Signatures;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>Who sends a request.</summary>
internal static class Callers
{
    /// <summary>Longer names are cut: they are kept while they are counted.</summary>
    private const int LongestName = 256;

    /// <summary>Half of an IPv6 address: the part that a caller cannot choose (RFC 4291).</summary>
    private const int PrefixBytes = 8;

    /// <summary>The host asks for health and metrics, anybody may read what the API is, and the Evidently API has its own access and limits.</summary>
    private static readonly PathString[] Open =
    [
        "/health", "/v2/health", "/ping", "/metrics", "/openapi", "/docs", "/projects", "/events", "/segments", "/test-segment-pattern", "/tags",
    ];

    /// <summary>Whether it is callers who ask there, with signatures and limits where those are set: everywhere, but for what is named as open.</summary>
    public static bool IsLimited(PathString path) => !Array.Exists(Open, open => path.StartsWithSegments(open));

    /// <summary>
    /// As far as limits go: the key that the request is signed with, whom <see cref="RequestOptions.CallerHeader"/> names, or else the address
    /// that it comes from: of IPv6 its network. A key that is not proven yet counts by address too: nobody uses up another's share.
    /// </summary>
    public static string Of(HttpContext context, RequestOptions options)
    {
        if (context.Features.Get<SignatureProof>() is { } proof) return proof.IsProven ? proof.Claim.AccessKeyId : $"{proof.Claim.AccessKeyId} at {AddressOf(context)}";
        if (Named(context, options) is { } name) return name.Length <= LongestName ? name : name[..LongestName];
        return AddressOf(context);
    }

    /// <summary>The entity that a request is of: the caller's own name where <see cref="RequestOptions.EntityFromCaller"/> asks for it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="options">Whether it does.</param>
    /// <param name="given">What the request says; empty if nothing.</param>
    /// <exception cref="ServiceException">The request is of another entity, or it is not known who calls.</exception>
    public static string Entity(HttpContext context, RequestOptions options, string given)
    {
        if (!options.EntityFromCaller) return given;
        var name = context.Features.Get<SignatureProof>()?.Key.Name ?? (Named(context, options) is { } told ? SessionOf(told) : null)
            ?? throw new ServiceException(ErrorKind.Forbidden, "caller_unknown", "It is not known who calls: the gateway tells no name.") { AwsError = "AccessDeniedException" };
        if (given.Length == 0 || given == name) return name;
        throw new ServiceException(ErrorKind.Forbidden, "entity_not_callers", $"The entity is {Quote.Of(given)}; allowed is the caller's own, {Quote.Of(name)}. Leave it out, or name that.")
        {
            Value = given,
            Limit = name,
            AwsError = "AccessDeniedException",
        };
    }

    private static string? Named(HttpContext context, RequestOptions options) =>
        options.CallerHeader is { } header && context.Request.Headers[header].ToString() is { Length: > 0 } name ? name : null;

    // arn:aws:sts::123456789012:assumed-role/ROLE/SESSION, or .../user/NAME: who, within the account.
    private static string SessionOf(string caller) => caller.StartsWith("arn:", StringComparison.Ordinal) ? caller[(caller.LastIndexOf('/') + 1)..] : caller;

    private static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "";
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes).ToString();
    }
}
