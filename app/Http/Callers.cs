using System.Net;
using System.Net.Sockets;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>Who sends a request, as far as limits by caller go.</summary>
internal static class Callers
{
    /// <summary>Longer names are cut: they are kept while they are counted.</summary>
    private const int LongestName = 256;

    /// <summary>Half of an IPv6 address: the part that a caller cannot choose (RFC 4291).</summary>
    private const int PrefixBytes = 8;

    /// <summary>Who <see cref="RequestOptions.CallerHeader"/> names, or else the address that the request comes from: of IPv6 its network.</summary>
    public static string Of(HttpContext context, RequestOptions options)
    {
        if (options.CallerHeader is { } header && context.Request.Headers[header].ToString() is { Length: > 0 } name) return name.Length <= LongestName ? name : name[..LongestName];
        return context.Connection.RemoteIpAddress is { } address ? Network(address) : "";
    }

    private static string Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes).ToString();
    }
}
