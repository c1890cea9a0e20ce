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
        var credentials = await DefaultAsync(cancellationToken);
        Sign(request, body.Span, region, service, credentials, time.GetUtcNow());
    }

    /// <summary>The credentials of the environment as they are now.</summary>
    public static async Task<AwsCredentials> CredentialsAsync(CancellationToken cancellationToken) => Own(await DefaultAsync(cancellationToken));

    /// <summary>Adds the headers.</summary>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string region, string service, ImmutableCredentials credentials, DateTimeOffset now) =>
        new SigV4Signer(Own(credentials), region, service)
            .Sign(request, Convert.ToHexStringLower(SHA256.HashData(body)), now);

    private static Task<ImmutableCredentials> DefaultAsync(CancellationToken cancellationToken) => DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync().WaitAsync(cancellationToken);

    private static AwsCredentials Own(ImmutableCredentials credentials) => new(credentials.AccessKey, credentials.SecretKey, credentials.UseToken ? credentials.Token : null);
}
