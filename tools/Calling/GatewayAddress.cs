namespace Calling;

/// <summary>The default addresses of APIs in Amazon API Gateway, which take signed requests only.</summary>
internal static class GatewayAddress
{
    /// <summary>The service that requests are signed for.</summary>
    public const string Service = "execute-api";

    /// <summary>The region of id.execute-api.region.amazonaws.com, and of the same through a VPC endpoint; null for other hosts.</summary>
    public static string? RegionOf(Uri address) =>
        address.Host.Split('.') is [_, Service, var region, .. var domain] && domain.Contains("amazonaws") ? region : null;
}
