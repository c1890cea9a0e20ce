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
}
