using Calling;
using RoomTypes.Client;
using RoomTypes.Client.AwsSdk;
using RoomTypes.Client.Credentials;

namespace RoomTypes.Calling;

/// <summary>Who is asked, and as whom.</summary>
/// <param name="Address">The service, with the stage if it is an API's.</param>
/// <param name="Region">The region that is signed for; null: unsigned.</param>
/// <param name="Profile">The profile that is signed with; null for the environment's own credentials.</param>
internal sealed record Target(Uri Address, string? Region, string? Profile)
{
    /// <summary>Reads the options that say so.</summary>
    /// <exception cref="CallException">The address is none.</exception>
    public static Target Read(string url, string? region, string? profile)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) throw new CallException($"The address is '{url}'; allowed is an http:// or https:// address.");
        return new(address, region ?? GatewayAddress.RegionOf(address), profile);
    }

    /// <summary>A client for it, which signs where a region is known.</summary>
    public RoomTypesClient Client() => Region is null
        ? new(new HttpClient(new RetryHandler { InnerHandler = new SocketsHttpHandler() }), Address)
        : RoomTypesClient.Create(Address, Credentials, new SigningOptions { Region = Region });

    /// <summary>What is signed with.</summary>
    public ICredentialProvider Credentials { get; } = new AwsSdkCredentials(Profile);
}
