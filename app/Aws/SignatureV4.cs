using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using RoomTypes.Signing;

namespace RoomTypes.Aws;

/// <summary>Signs requests with the credentials that AWS's SDK finds, for every service but S3, which takes paths otherwise.</summary>
internal static class SignatureV4
{
    /// <summary>Adds the headers, by the credentials of the environment as they are now.</summary>
    public static async Task SignAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, string region, string service, TimeProvider time, CancellationToken cancellationToken)
    {
        var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync().WaitAsync(cancellationToken);
        Sign(request, body.Span, region, service, credentials, time.GetUtcNow());
    }

    /// <summary>Adds the headers.</summary>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string region, string service, ImmutableCredentials credentials, DateTimeOffset now) =>
        new SigV4Signer(new(credentials.AccessKey, credentials.SecretKey, credentials.UseToken ? credentials.Token : null), region, service)
            .Sign(request, Convert.ToHexStringLower(SHA256.HashData(body)), now);
}
