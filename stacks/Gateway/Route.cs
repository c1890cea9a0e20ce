using Stacks.Configuration;

namespace Stacks.Gateway;

/// <summary>One operation of the API.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">The path, with {parameters}.</param>
public sealed record Route(string Method, string Path)
{
    /// <summary>Whether its answers must not be compressed: the gateway takes what is not of a binary type for text.</summary>
    public bool IsText { get; init; }

    /// <summary>The path's parts.</summary>
    public IReadOnlyList<string> Parts => Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The names of its parameters.</summary>
    public IEnumerable<string> Parameters => Parts.Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));

    /// <summary>A logical name: post-v1-recognize.</summary>
    public string Name => $"{Method}-{NameOf(Parts)}".ToLowerInvariant();

    /// <summary>A logical name of parts of a path.</summary>
    internal static string NameOf(IReadOnlyList<string> parts) => parts.Count > 0 ? string.Join('-', parts.Select(part => part.Trim('{', '}'))) : "root";
}

/// <summary>The operations that the gateway passes on: those that the service describes in its OpenAPI document, which a test compares.</summary>
public static class Routes
{
    /// <summary>One line an operation.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("POST", "/v1/recognize"),
        new("POST", "/v1/feedback"),
        new("GET", "/v1/drift"),
        new("GET", "/v1/experiments"),
        new("GET", "/v1/experiments/{name}/results"),
        new("GET", "/v1/experiments/{name}/plan"),
        new("POST", "/ofrep/v1/evaluate/flags"),
        new("POST", "/ofrep/v1/evaluate/flags/{key}"),
        new("GET", "/v1/models"),
        new("GET", "/v1/models/{name}/{version}"),
        new("GET", "/v1/models/{name}/{version}/card"),
        new("GET", "/health/live"),
        new("GET", "/health/ready"),
    ];

    /// <summary>The page's places and files, which the service has beside what it describes.</summary>
    public static IReadOnlyList<Route> Page { get; } =
        [.. new[] { "/", "/try", "/missions", "/experiments", "/models", "/metrics-overview", "/page/{file}" }.Select(path => new Route("GET", path) { IsText = true })];

    /// <summary>Those that a stack's gateway passes on.</summary>
    public static IEnumerable<Route> Of(GatewaySettings gateway)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return gateway.Page ? All.Concat(Page) : All;
    }

    /// <summary>What callers are given leave for: not the operator's own paths.</summary>
    public static IEnumerable<Route> ForCallers(GatewaySettings gateway) => Of(gateway).Where(route => !route.Path.StartsWith("/health/", StringComparison.Ordinal));
}
