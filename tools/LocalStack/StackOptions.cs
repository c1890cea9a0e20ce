namespace RoomTypes.LocalStack;

/// <summary>What runs, and where its data stays.</summary>
/// <param name="Data">The folder.</param>
/// <param name="Port">The service's.</param>
/// <param name="PostgresPort">PostgreSQL's.</param>
/// <param name="RedisPort">Redis's.</param>
/// <param name="IsSigned">Whether requests must be signed.</param>
internal sealed record StackOptions(string Data, int Port, int PostgresPort, int RedisPort, bool IsSigned)
{
    /// <summary>Where the service is.</summary>
    public Uri Address => new($"http://localhost:{Port}/");

    /// <summary>The access keys, where requests must be signed.</summary>
    public string Keys => Path.Combine(Data, "keys.json");

    /// <summary>Where a part's data stays.</summary>
    public string Of(string part) => Path.Combine(Data, part);
}
