namespace RoomTypes.LocalStack.Parts;

/// <summary>The service, with its events in PostgreSQL and its answers in Redis.</summary>
internal sealed class Service(StackOptions options, string program, string password) : Part, IDisposable
{
    private readonly HttpClient _client = new();

    /// <inheritdoc/>
    public override string Name => "service";

    /// <inheritdoc/>
    public override int Port => options.Port;

    /// <summary>Its settings, as compose.yaml has them too.</summary>
    /// <param name="postgres">Where PostgreSQL is: host and port.</param>
    /// <param name="redis">Where Redis is: host:port.</param>
    /// <param name="password">Of both.</param>
    /// <param name="keys">The file of access keys where requests must be signed, or null.</param>
    public static SortedDictionary<string, string> Variables((string Host, int Port) postgres, string redis, string password, string? keys)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["RoomType__Events__Store"] = "postgres",
            ["RoomType__Events__ConnectionString"] = $"Host={postgres.Host};Port={postgres.Port};Database={Postgres.Database};Username={Postgres.Database};Password={password}",
            ["RoomType__Cache__Level"] = "redis",
            ["RoomType__Cache__Redis__Connection"] = $"{redis},password={password}",
        };
        if (keys is null) return variables;
        variables["RoomType__Http__Signatures"] = "required";
        variables["RoomType__Http__SignatureKeys"] = keys;
        return variables;
    }

    /// <inheritdoc/>
    public override Launch Launch() => new("dotnet", [program, "--urls", $"http://localhost:{Port}"])
    {
        Variables = Variables(("127.0.0.1", options.PostgresPort), $"127.0.0.1:{options.RedisPort}", password, options.IsSigned ? options.Keys : null),
    };

    /// <inheritdoc/>
    public override async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(new Uri(options.Address, "health/ready"), cancellationToken);
        return response.IsSuccessStatusCode;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
