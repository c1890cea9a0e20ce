using RoomTypes.Storage;

namespace RoomTypes.Events.Lake;

/// <summary>The objects of a lake, in a bucket or a folder. Paths have slashes and are told from its root.</summary>
/// <remarks>Operations throw <see cref="EventStoreException"/> when the place cannot be reached or written.</remarks>
public interface ILakeFiles
{
    /// <summary>Where the lake is, for people.</summary>
    string Location { get; }

    /// <summary>Whether old objects are deleted by the place itself, as a bucket's lifecycle rules do it.</summary>
    bool ExpiresByItself { get; }

    /// <summary>Writes an object, durably and whole or not at all, over one of that path.</summary>
    Task PutAsync(string path, byte[] bytes, CancellationToken cancellationToken);

    /// <summary>The bytes of an object with what tells this state of it from others; null if there is none.</summary>
    Task<(byte[] Bytes, string Tag)?> ReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Writes an object if it still has the tag that was read; null if it was not there.</summary>
    /// <returns>Whether it was written.</returns>
    Task<bool> TryReplaceAsync(string path, byte[] bytes, string? tag, CancellationToken cancellationToken);

    /// <summary>The paths of the objects whose paths start so, in their order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes an object, if it is there.</summary>
    Task DeleteAsync(string path, CancellationToken cancellationToken);
}

/// <summary>The two places of a lake.</summary>
public static class LakeFiles
{
    /// <summary>The lake that a setting names.</summary>
    /// <param name="lake">s3://bucket, s3://bucket/prefix or a folder.</param>
    /// <param name="storage">The client of S3.</param>
    public static ILakeFiles Open(string lake, S3Storage storage) =>
        S3Address.TryParse(lake, out var address) ? new S3Lake(storage, address) : new FolderLake(lake);
}
