using RoomTypes.Models.Mlflow;
using RoomTypes.Storage;

namespace RoomTypes.Models;

/// <summary>The forms of a registry that can be changed.</summary>
public static class ModelRegistryStores
{
    /// <summary>The one that a source names.</summary>
    /// <param name="source">A folder, or s3://bucket or s3://bucket/prefix.</param>
    /// <param name="storage">The client of S3.</param>
    public static IModelRegistryStore Open(string source, S3Storage storage) =>
        S3Address.TryParse(source, out var address) ? new S3RegistryStore(storage, address) : new FolderRegistryStore(source);

    /// <summary>The same, or the registry of an MLflow server, which is only read.</summary>
    /// <param name="source">As in the settings (<see cref="ModelOptions.Source"/>).</param>
    /// <param name="storage">The client of S3.</param>
    /// <param name="files">What reads its files (<see cref="ModelSources"/>).</param>
    public static IModelRegistryStore Open(string source, S3Storage storage, IModelSource files) =>
        MlflowAddress.TryParse(source, out _) ? new MlflowRegistryStore(files) : Open(source, storage);
}
