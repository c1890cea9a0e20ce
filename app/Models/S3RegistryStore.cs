using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using RoomTypes.Storage;

namespace RoomTypes.Models;

/// <summary>
/// A registry in S3, or what speaks its protocol. registry.json is written only over the state that was read (If-Match and If-None-Match of a
/// PutObject); where another was faster, what it wrote is read and the change made anew.
/// </summary>
/// <param name="storage">The client.</param>
/// <param name="root">The prefix that holds registry.json, or will.</param>
public sealed class S3RegistryStore(S3Storage storage, S3Address root) : IModelRegistryStore
{
    private const int Attempts = 10;
    private static readonly TimeSpan BetweenFailures = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public string Location => root.ToString();

    private S3Address File => root.Append(ModelRegistry.File);

    /// <inheritdoc/>
    public async Task<RegistryDocument> ReadAsync(CancellationToken cancellationToken) => (await ReadTaggedAsync(cancellationToken)).Document;

    /// <inheritdoc/>
    public async Task<ModelRegistry> ChangeAsync(Action<RegistryDocument> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var (document, tag) = await ReadTaggedAsync(cancellationToken);
            change(document);
            document.Verify();
            if (await TryWriteAsync(document, tag, cancellationToken)) return document.Registry;
        }

        throw new RegistryException(RegistryFault.Unavailable, $"{File} was changed by others {Attempts} times in a row. Try again.");
    }

    /// <inheritdoc/>
    public async Task<string> StageAsync(string source, string temporary, CancellationToken cancellationToken)
    {
        var from = !source.Contains(':') ? root.Append(source.Trim('/')) : S3Address.TryParse(source, out var address) ? address : default;
        if (from.Bucket != root.Bucket || from.Key.Split('/').Any(part => part is "." or ".." or ""))
            throw new RegistryException(RegistryFault.Invalid, $"The source is {Quote.Of(source)}; allowed is a prefix of the registry's own bucket, for example s3://{root.Bucket}/incoming/4.");
        var manifest = await CopyAsync(ModelFiles.Manifest) ?? throw new RegistryException(RegistryFault.Invalid, $"{from.Append(ModelFiles.Manifest)} does not exist. Put the version's {ModelFiles.Manifest} there, and beside it the model that it names.");
        if (FileOf(manifest) is { } file) await CopyAsync(file);
        await CopyAsync(ModelFiles.Card);
        return temporary;

        async Task<byte[]?> CopyAsync(string name)
        {
            var bytes = await ReadAsync(from.Append(name), cancellationToken);
            if (bytes is not null) await System.IO.File.WriteAllBytesAsync(Path.Combine(temporary, name), bytes, cancellationToken);
            return bytes;
        }
    }

    /// <inheritdoc/>
    public async Task PutAsync(string folder, IReadOnlyDictionary<string, string> files, string target, CancellationToken cancellationToken)
    {
        foreach (var (file, digest) in files)
        {
            var (path, address) = (Path.Combine(folder, file), root.Append($"{target}/{file}"));
            if (await ReadAsync(address, cancellationToken) is { } there)
            {
                if (Digest.Compute(there) != digest) throw new RegistryException(RegistryFault.Exists, $"{address} is there already, and another file. Take another version, or delete it.");
                continue;
            }

            Digest.Verify(path, digest);
            await AskAsync(address, () => storage.Client.PutObjectAsync(new PutObjectRequest { BucketName = address.Bucket, Key = address.Key, FilePath = path, IfNoneMatch = "*", UseChunkEncoding = false }, cancellationToken));
        }
    }

    // What is wrong with a manifest is told by whoever registers it.
    private static string? FileOf(byte[] manifest)
    {
        try
        {
            var file = ModelDocument.Read(manifest, ModelFiles.Manifest, ModelManifest.Read).File;
            return Path.GetFileName(file) == file ? file : null;
        }
        catch (ModelUnavailableException)
        {
            return null;
        }
    }

    private async Task<bool> TryWriteAsync(RegistryDocument document, string? tag, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(document.ToBytes());
        var request = new PutObjectRequest { BucketName = File.Bucket, Key = File.Key, InputStream = content, ContentType = "application/json", AutoCloseStream = false, UseChunkEncoding = false };
        if (tag is null) request.IfNoneMatch = "*";
        else request.IfMatch = tag;
        try
        {
            await AskAsync(File, () => storage.Client.PutObjectAsync(request, cancellationToken));
            return true;
        }
        catch (RegistryException exception) when (IsLost(exception.InnerException))
        {
            return false;
        }
    }

    // The tag is asked for first, and what is read must be of that tag.
    private async Task<(RegistryDocument Document, string? Tag)> ReadTaggedAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var tag = await S3Objects.TagAsync(storage, File, cancellationToken);
                if (tag is null) return (RegistryDocument.Empty(File.ToString()), null);
                return (RegistryDocument.Read(await S3Objects.ReadAsync(storage, File, tag, cancellationToken), File.ToString()), tag);
            }
            catch (AmazonS3Exception exception) when (attempt < Attempts && IsLost(exception))
            {
                // Changed in between.
            }
            catch (AmazonS3Exception exception) when (attempt < Attempts && exception.StatusCode >= HttpStatusCode.InternalServerError)
            {
                // Reading again does no harm; a write that failed so may have been done, and is told.
                await Task.Delay(BetweenFailures * attempt, cancellationToken);
            }
            catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
            {
                throw Failed(File, exception);
            }
        }
    }

    private Task<byte[]?> ReadAsync(S3Address address, CancellationToken cancellationToken) => AskAsync(address, async () =>
        await S3Objects.TagAsync(storage, address, cancellationToken) is null ? null : await S3Objects.ReadAsync(storage, address, null, cancellationToken));

    private static async Task<T> AskAsync<T>(S3Address address, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            throw Failed(address, exception);
        }
    }

    private static RegistryException Failed(S3Address address, Exception exception) =>
        new(RegistryFault.Unavailable, $"{address} cannot be read or written: {exception.Message}", exception);

    private static bool IsLost(Exception? exception) =>
        exception is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound };
}
