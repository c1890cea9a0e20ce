using RoomTypes.Configuration;
using RoomTypes.Models.Mlflow;
using RoomTypes.Storage;

namespace RoomTypes.Models;

/// <summary>Where models come from and which are served.</summary>
public sealed record ModelOptions
{
    private const string SourceForm = "a folder, or s3://bucket or s3://bucket/prefix, that holds registry.json, or mlflow:http://host:port/model, .../model@alias or .../model/version of an MLflow server";

    /// <summary>Where models come from.</summary>
    /// <value>Default <c>models</c> beside the program.</value>
    public required string Source { get; init; }

    /// <summary>The models to load.</summary>
    /// <value>Default those that the registry calls production and candidate, and those that an alias names.</value>
    public required IReadOnlyList<ModelReference> Serve { get; init; }

    /// <summary>Where downloaded models are kept.</summary>
    /// <value>Default <c>room-type-models</c> in the folder for temporary files; a folder.</value>
    public required string CacheFolder { get; init; }

    /// <summary>How often a download is tried before the service gives up.</summary>
    /// <value>Default 5; 1 to 20.</value>
    public required int DownloadAttempts { get; init; }

    /// <summary>What an MLflow server is shown as bearer token. A secret: from a secret store.</summary>
    /// <value>Default none; visible ASCII characters.</value>
    public string? MlflowToken { get; init; }

    /// <summary>How long an MLflow server may say nothing before an attempt has failed.</summary>
    /// <value>Default 15; 1 to 600.</value>
    public int StallSeconds { get; init; }

    /// <summary>A PEM file with the public key (P-256) that must have signed every model that is loaded; see docs/models.md.</summary>
    /// <value>Default none, which asks for no signatures.</value>
    public string? PublicKey { get; init; }

    /// <summary>How often the registry is looked at: where it has changed, the models that it names then are loaded beside those that run and take their place.</summary>
    /// <value>Default 30, and 0 on Lambda; 0 to 3,600; 0 never looks.</value>
    public int RefreshSeconds { get; init; }

    internal static ModelOptions Read(SettingReader reader) => new()
    {
        Source = reader.Text("Models:Source", null, IsSource, SourceForm) ?? Path.Combine(AppContext.BaseDirectory, "models"),
        Serve = [.. reader.List("Models:Serve", text => ModelReference.TryParse(text, out _), "name@version or name@alias, for example room-type@2 or room-type@champion")
            .Select(text => ModelReference.TryParse(text, out var reference) ? reference : default)],
        CacheFolder = reader.Text("Models:CacheFolder", null, _ => true, "") ?? Path.Combine(Path.GetTempPath(), "room-type-models"),
        DownloadAttempts = reader.Number("Models:DownloadAttempts", 5, 1, 20, "attempts"),
        RefreshSeconds = reader.Number("Models:RefreshSeconds", Platform.IsLambda ? 0 : 30, 0, 3_600, "seconds"),
        MlflowToken = reader.Secret("Models:MlflowToken", text => text.All(c => c is > ' ' and <= '~'), "visible ASCII characters"),
        StallSeconds = reader.Number("Models:StallSeconds", 15, 1, 600, "seconds"),
        PublicKey = reader.Text("Models:PublicKey", null, File.Exists, "an existing PEM file with a public key of P-256"),
    };

    /// <summary>Whether the models lie in a folder of this machine, and can be loaded before all else.</summary>
    internal bool IsFolder => !IsRemote(Source);

    private static bool IsSource(string text) => !IsRemote(text) || S3Address.TryParse(text, out _) || MlflowAddress.TryParse(text, out _);

    private static bool IsRemote(string text) => text.Contains("://", StringComparison.Ordinal) || text.StartsWith(MlflowAddress.Scheme, StringComparison.Ordinal);
}
