using RoomTypes.Models.Mlflow;
using RoomTypes.Storage;

namespace RoomTypes.Models;

/// <summary>The forms of a place that models come from.</summary>
public static class ModelSources
{
    /// <summary>Opens the one that the settings name.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="storage">The client of S3.</param>
    /// <param name="time">Waits between attempts.</param>
    /// <param name="log">Told of failed downloads.</param>
    public static IModelSource Open(ModelOptions options, S3Storage storage, TimeProvider time, ILogger log)
    {
        var downloads = new ModelDownloads(options.CacheFolder, options.DownloadAttempts, time, log);
        if (S3Address.TryParse(options.Source, out var bucket)) return new S3ModelSource(storage, bucket, downloads);
        if (!MlflowAddress.TryParse(options.Source, out var address)) return new FolderModelSource(options.Source);
        return new MlflowModelSource(address, new MlflowServer(address.Server, options.MlflowToken, TimeSpan.FromSeconds(options.StallSeconds)), storage, downloads);
    }
}
