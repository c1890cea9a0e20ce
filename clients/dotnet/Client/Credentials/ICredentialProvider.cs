using RoomTypes.Signing;

namespace RoomTypes.Client.Credentials;

/// <summary>Where credentials come from.</summary>
public interface ICredentialProvider
{
    /// <summary>The credentials as they are now: good for a request that is sent at once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CredentialsException">There are none.</exception>
    ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken);
}

/// <summary>There is nothing to sign with; the message says why and what to do, and holds no secret.</summary>
/// <param name="message">For people.</param>
/// <param name="cause">What was met, if anything.</param>
public sealed class CredentialsException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Credentials from elsewhere: AWSSDK.Core's own chain, for example, for containers, instances and single sign-on.</summary>
/// <param name="get">Asked for every request; it caches them itself.</param>
public sealed class DelegatedCredentials(Func<CancellationToken, ValueTask<AwsCredentials>> get) : ICredentialProvider
{
    /// <summary>Credentials that stay.</summary>
    /// <param name="credentials">They.</param>
    public DelegatedCredentials(AwsCredentials credentials)
        : this(_ => ValueTask.FromResult(credentials))
    {
    }

    /// <inheritdoc/>
    public ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken) => get(cancellationToken);
}

/// <summary>AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, read for every request.</summary>
public sealed class EnvironmentCredentials : ICredentialProvider
{
    /// <inheritdoc/>
    public ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken) => Read("AWS_ACCESS_KEY_ID") is { } id && Read("AWS_SECRET_ACCESS_KEY") is { } secret
        ? ValueTask.FromResult(new AwsCredentials(id, secret, Read("AWS_SESSION_TOKEN")))
        : throw new CredentialsException("AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set; set both, or name a profile.");

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
