using System.Net;

namespace RoomTypes.Hosting;

/// <summary>
/// The proxy of the environment (http_proxy, https_proxy, all_proxy, no_proxy), never asked for what only this machine can reach: itself and
/// its link, where health checks, the AppConfig agent and the metadata and credentials of AWS's hosts are.
/// </summary>
/// <param name="proxy">The environment's.</param>
internal sealed class LocalProxyBypass(IWebProxy proxy) : IWebProxy
{
    /// <summary>fd00:ec2::/32, EC2's metadata over IPv6.</summary>
    private static readonly IPNetwork MetadataNetwork = IPNetwork.Parse("fd00:ec2::/32");

    private static readonly IPNetwork LinkLocal = IPNetwork.Parse("169.254.0.0/16");

    /// <inheritdoc/>
    public ICredentials? Credentials { get => proxy.Credentials; set => proxy.Credentials = value; }

    private static readonly string[] Variables = ["http_proxy", "https_proxy", "all_proxy"];

    /// <summary>For all clients of the process that are told of no other proxy.</summary>
    public static void Use()
    {
        // Without a proxy the start need not pay for it.
        if (Variables.Any(IsSet)) HttpClient.DefaultProxy = new LocalProxyBypass(HttpClient.DefaultProxy);
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsLocal(destination) ? null : proxy.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => IsLocal(host) || proxy.IsBypassed(host);

    private static bool IsSet(string name) =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name) ?? Environment.GetEnvironmentVariable(name.ToUpperInvariant()));

    private static bool IsLocal(Uri uri)
    {
        if (uri.IsLoopback) return true;
        if (!IPAddress.TryParse(uri.DnsSafeHost, out var address)) return false;
        return IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || LinkLocal.Contains(address) || MetadataNetwork.Contains(address);
    }
}
