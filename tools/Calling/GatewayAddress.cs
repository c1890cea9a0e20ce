using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using RoomTypes.Experiments.Evidently;

namespace Calling;

/// <summary>APIs in Amazon API Gateway, which take signed requests only.</summary>
internal static class GatewayAddress
{
    /// <summary>The service that requests are signed for.</summary>
    private const string Service = "execute-api";

    /// <summary>The region of id.execute-api.region.amazonaws.com, and of the same through a VPC endpoint; null for other hosts.</summary>
    public static string? RegionOf(Uri address) =>
        address.Host.Split('.') is [_, Service, var region, .. var domain] && domain.Contains("amazonaws") ? region : null;

    /// <summary>The credentials of the environment.</summary>
    /// <exception cref="NoCredentialsException">There are none; the message says what to do.</exception>
    public static async Task<ImmutableCredentials> CredentialsAsync()
    {
        try
        {
            return await DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync();
        }
        catch (AmazonClientException exception)
        {
            throw new NoCredentialsException($"There are no AWS credentials to sign with: {exception.Message} Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        }
    }

    /// <summary>Signs a request as API Gateway asks.</summary>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string region, ImmutableCredentials credentials) =>
        SignatureV4.Sign(request, body, region, Service, credentials, DateTimeOffset.UtcNow);
}

/// <summary>There is nothing to sign with; the message says what to do.</summary>
internal sealed class NoCredentialsException(string message) : Exception(message);
