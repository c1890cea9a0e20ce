namespace Pulumi.Engine.Running;

/// <summary>Replaces the values of secret configuration in text by <c>[secret]</c>, as the CLI does.</summary>
internal sealed class SecretFilter
{
    // Shorter values would blank out ordinary text; the CLI spares them too.
    private const int ShortestSecret = 3;

    private readonly string[] _secrets;

    public SecretFilter(EngineOptions options) => _secrets =
    [
        .. options.SecretConfigKeys.Where(options.Config.ContainsKey).Select(key => options.Config[key])
            .Where(value => value.Length >= ShortestSecret).OrderByDescending(value => value.Length),
    ];

    public string Apply(string text) => _secrets.Aggregate(text, (current, secret) => current.Replace(secret, "[secret]", StringComparison.Ordinal));
}
