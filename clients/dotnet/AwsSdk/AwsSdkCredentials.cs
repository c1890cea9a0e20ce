using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using RoomTypes.Client.Credentials;
using RoomTypes.Signing;

namespace RoomTypes.Client.AwsSdk;

/// <summary>
/// Credentials that AWSSDK.Core finds and renews: by default where every tool of AWS looks, in variables, profiles, single sign-on, and the
/// metadata of containers (Amazon ECS, Amazon EKS) and instances (Amazon EC2).
/// </summary>
public sealed class AwsSdkCredentials : ICredentialProvider
{
    private readonly Func<AWSCredentials> _find;

    /// <summary>Those of a profile, or of the environment.</summary>
    /// <param name="profile">The profile; null for the first place where there are any.</param>
    public AwsSdkCredentials(string? profile = null) => _find = profile is null ? () => DefaultAWSCredentialsIdentityResolver.GetCredentials() : () => OfProfile(profile);

    /// <summary>Those of the SDK's own, for example a role that is taken on.</summary>
    /// <param name="credentials">Asked for every request; they cache and renew themselves.</param>
    public AwsSdkCredentials(AWSCredentials credentials) => _find = () => credentials;

    /// <inheritdoc/>
    public async ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = await _find().GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            return new(now.AccessKey, now.SecretKey, now.UseToken ? now.Token : null);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException)
        {
            throw new CredentialsException($"There are no AWS credentials to sign with: {exception.Message} Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", exception);
        }
    }

    private static AWSCredentials OfProfile(string profile) => new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials)
        ? credentials
        : throw new CredentialsException($"There is no AWS profile '{profile}'; aws configure list-profiles tells which there are.");
}
