using RoomTypes.Storage;

namespace RoomTypes.Models.Mlflow;

/// <summary>Where a version's artifacts lie: at the server, which hands them on, or in S3.</summary>
/// <param name="Path">Below the server's artifacts, without slashes at the ends; null where they are in S3.</param>
/// <param name="Address">In S3.</param>
internal sealed record MlflowArtifacts(string? Path, S3Address Address)
{
    /// <summary>The server's route of artifacts.</summary>
    public const string Route = "api/2.0/mlflow-artifacts/artifacts";

    private const string Scheme = "mlflow-artifacts:";

    /// <summary>Reads what model-versions/get-download-uri answers.</summary>
    /// <param name="uri">mlflow-artifacts:/path, the same as http://server/api/2.0/mlflow-artifacts/artifacts/path, or s3://bucket/prefix.</param>
    /// <param name="server">The one that was asked: the token goes to no other.</param>
    /// <exception cref="ModelUnavailableException">It is another place.</exception>
    public static MlflowArtifacts Parse(string uri, Uri server)
    {
        if (S3Address.TryParse(uri, out var address)) return new(null, address);
        if (PathOf(uri, server)?.Trim('/') is { } path && path.Split('/').All(part => part is not ("" or "." or ".."))) return new(path, default);
        throw new ModelUnavailableException(
            $"The artifacts lie at {Quote.Of(uri)}; allowed are {Scheme}/..., that is what the server hands on itself (mlflow server --serve-artifacts), and s3://bucket/prefix.");
    }

    /// <summary>A file of them, for messages.</summary>
    public string Describe(string file) => Path is null ? Address.Append(file).ToString() : $"{Scheme}/{Path}/{file}";

    private static string? PathOf(string uri, Uri server)
    {
        if (uri.StartsWith(Scheme, StringComparison.Ordinal))
        {
            var rest = uri[Scheme.Length..];
            if (!rest.StartsWith("//", StringComparison.Ordinal)) return rest;
            var (authority, path) = rest[2..].Split('/', 2) switch { [var one, var other] => (one, other), _ => ("?", "") };
            return authority.Length == 0 || authority == server.Authority ? path : null;
        }

        var own = $"{server.AbsoluteUri.TrimEnd('/')}/{Route}/";
        return uri.StartsWith(own, StringComparison.OrdinalIgnoreCase) ? uri[own.Length..] : null;
    }
}
