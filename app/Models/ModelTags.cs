namespace RoomTypes.Models;

/// <summary>Keys of tags that have a meaning: in a registry of MLflow they say what registry.json has members for.</summary>
public static class ModelTags
{
    /// <summary>What keys of these tags begin with; nobody else sets such.</summary>
    public const string Own = "room-type.";

    /// <summary>The SHA-256 of manifest.json.</summary>
    public const string ManifestSha256 = $"{Own}manifest-sha256";

    /// <summary>The signature of manifest.json (<see cref="ManifestSignature"/>), base64.</summary>
    public const string Signature = $"{Own}signature";

    /// <summary>The SHA-256 of the model.</summary>
    public const string Sha256 = $"{Own}sha256";

    /// <summary>The run that made the version, as MLflow's clients say it.</summary>
    public const string RunId = "mlflow.runId";

    /// <summary>Where that run is told of.</summary>
    public const string RunLink = "mlflow.runLink";

    /// <summary>What a version is for.</summary>
    public const string Description = "mlflow.note.content";

    /// <summary>Where a version's files were taken from.</summary>
    public const string Source = "mlflow.source";
}
