using RoomTypes.Configuration;
using RoomTypes.Storage;

namespace RoomTypes.Models;

/// <summary>Where models come from and which are served.</summary>
public sealed record ModelOptions
{
    private const string SourceForm = "a folder, or s3://bucket or s3://bucket/prefix, that holds registry.json";

    /// <summary>A folder or an s3:// address that holds registry.json; default "models" beside the program.</summary>
    public required string Source { get; init; }

    /// <summary>The models to load, name@version; default those that the registry calls production and candidate.</summary>
    public required IReadOnlyList<ModelReference> Serve { get; init; }

    /// <summary>Where downloaded models are kept; default room-type-models in the folder for temporary files.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>How often a download is tried before the service gives up, 1 to 20; default 5.</summary>
    public required int DownloadAttempts { get; init; }

    internal static ModelOptions Read(SettingReader reader) => new()
    {
        Source = reader.Text("Models:Source", null, IsSource, SourceForm) ?? Path.Combine(AppContext.BaseDirectory, "models"),
        Serve = [.. reader.List("Models:Serve", text => ModelReference.TryParse(text, out _), "name@version, for example room-type@2")
            .Select(text => ModelReference.TryParse(text, out var reference) ? reference : default)],
        CacheFolder = reader.Text("Models:CacheFolder", null, _ => true, "") ?? Path.Combine(Path.GetTempPath(), "room-type-models"),
        DownloadAttempts = reader.Number("Models:DownloadAttempts", 5, 1, 20, "attempts"),
    };

    private static bool IsSource(string text) =>
        !text.Contains("://", StringComparison.Ordinal) || S3Address.TryParse(text, out _);
}
