namespace RoomTypes.LocalStack;

/// <summary>What runs, and where its data stays.</summary>
/// <param name="Data">The folder.</param>
/// <param name="Port">The service's.</param>
/// <param name="PostgresPort">PostgreSQL's.</param>
/// <param name="RedisPort">Redis's.</param>
/// <param name="IsSigned">Whether requests must be signed.</param>
internal sealed record StackOptions(string Data, int Port, int PostgresPort, int RedisPort, bool IsSigned)
{
    /// <summary>Who signs.</summary>
    public const string Profile = "local";

    /// <summary>Where the service is.</summary>
    public Uri Address => new($"http://localhost:{Port}/");

    /// <summary>The access keys, where requests must be signed.</summary>
    public string Keys => Path.Combine(Data, "keys.json");

    /// <summary>The same key as AWS's tools read it (AWS_SHARED_CREDENTIALS_FILE), as the profile <see cref="Profile"/>.</summary>
    public string Credentials => Path.Combine(Data, "credentials");

    /// <summary>Where a part's data stays.</summary>
    public string Of(string part) => Path.Combine(Data, part);
}
