using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace Calling;

/// <summary>What a person's requests are signed with: the profile, variables or role that AWS's tools use too.</summary>
internal static class EnvironmentCredentials
{
    /// <summary>The credentials as they are now.</summary>
    /// <param name="profile">A profile, or null for what the environment says.</param>
    /// <exception cref="NoCredentialsException">There are none.</exception>
    public static async Task<ImmutableCredentials> ReadAsync(string? profile = null)
    {
        try
        {
            return await (profile is null ? DefaultAWSCredentialsIdentityResolver.GetCredentials() : OfProfile(profile)).GetCredentialsAsync();
        }
        catch (AmazonClientException exception)
        {
            throw new NoCredentialsException($"There are no AWS credentials to sign with: {exception.Message} Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        }
    }

    private static AWSCredentials OfProfile(string profile) => new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials)
        ? credentials
        : throw new NoCredentialsException($"There is no AWS profile '{profile}'; aws configure list-profiles tells which there are.");
}

/// <summary>There is nothing to sign with; the message says what to do.</summary>
internal sealed class NoCredentialsException(string message) : Exception(message);
