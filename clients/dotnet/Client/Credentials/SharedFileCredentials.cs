using RoomTypes.Signing;

namespace RoomTypes.Client.Credentials;

/// <summary>
/// A profile of the file that AWS's tools share (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html); read again when it has changed.
/// </summary>
/// <param name="path">The file; by default AWS_SHARED_CREDENTIALS_FILE or ~/.aws/credentials.</param>
/// <param name="profile">The profile; by default AWS_PROFILE or default.</param>
public sealed class SharedFileCredentials(string? path = null, string? profile = null) : ICredentialProvider
{
    private readonly string _path = path ?? Environment.GetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "credentials");

    private readonly string _profile = profile ?? Environment.GetEnvironmentVariable("AWS_PROFILE") ?? "default";
    private volatile Kept? _kept;

    /// <inheritdoc/>
    public ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var changed = File.GetLastWriteTimeUtc(_path);
            if (_kept is not { } kept || kept.Changed != changed) _kept = kept = new(changed, Parse(File.ReadLines(_path)));
            return ValueTask.FromResult(kept.Credentials);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException($"The credentials file '{_path}' cannot be read; set AWS_SHARED_CREDENTIALS_FILE, or use other credentials.", exception);
        }
    }

    private AwsCredentials Parse(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isOurs = false;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line is ['[', .. var name, ']']) isOurs = name.Trim() == _profile;
            else if (isOurs && line is not (['#', ..] or [';', ..]) && line.IndexOf('=') is > 0 and var end) values[line[..end].TrimEnd()] = line[(end + 1)..].TrimStart();
        }

        return values.TryGetValue("aws_access_key_id", out var id) && values.TryGetValue("aws_secret_access_key", out var secret)
            ? new(id, secret, values.GetValueOrDefault("aws_session_token"))
            : throw new CredentialsException($"The profile '{_profile}' of '{_path}' has no aws_access_key_id and aws_secret_access_key; name another profile.");
    }

    private sealed record Kept(DateTime Changed, AwsCredentials Credentials);
}
