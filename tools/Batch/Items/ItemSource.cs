using Amazon.Runtime;
using Amazon.S3.Model;
using RoomTypes.Evaluate;
using RoomTypes.Storage;

namespace RoomTypes.Batch.Items;

/// <summary>Finds the items of a batch: pictures of a folder or below a prefix of S3, or the lines of a manifest.</summary>
/// <param name="storage">The client of S3.</param>
/// <param name="byFolder">Whether the pictures of a folder are of one room.</param>
public sealed class ItemSource(S3Storage storage, bool byFolder)
{
    /// <summary>What there is, as it is found; nothing of it is kept.</summary>
    /// <param name="input">A folder, a file of JSON lines, or s3://bucket/prefix.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="BatchException">It is none of them, or cannot be read.</exception>
    public IAsyncEnumerable<BatchItem> FindAsync(string input, CancellationToken cancellationToken)
    {
        if (S3Address.TryParse(input, out var address)) return ObjectsAsync(address, cancellationToken);
        if (Directory.Exists(input)) return Folder(Path.GetFullPath(input), "").ToAsyncEnumerable();
        return File.Exists(input)
            ? Manifest.Read(input).ToAsyncEnumerable()
            : throw new BatchException($"There is no '{input}'; allowed are a folder of pictures, a file of JSON lines, and s3://bucket/prefix.");
    }

    // Those of one folder are in order of their names, and so in the same order each time.
    private IEnumerable<BatchItem> Folder(string root, string below)
    {
        var folder = Path.Combine(root, below);
        List<string> pictures = [.. Directory.EnumerateFiles(folder).Where(LabelledFolder.IsPicture).Order(StringComparer.Ordinal)];
        if (byFolder && pictures.Count > 0) yield return new(below.Length > 0 ? below : ".", pictures);
        foreach (var picture in byFolder ? [] : pictures) yield return new(Path.GetRelativePath(root, picture), [picture]);
        foreach (var subfolder in Directory.EnumerateDirectories(folder).Where(LabelledFolder.IsShown).Order(StringComparer.Ordinal))
        {
            foreach (var item in Folder(root, Path.GetRelativePath(root, subfolder))) yield return item;
        }
    }

    // S3 tells keys in their order: those of one folder come one after the other.
    private async IAsyncEnumerable<BatchItem> ObjectsAsync(S3Address address, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = address.Key.Length == 0 ? "" : $"{address.Key}/";
        var room = new List<string>();
        await foreach (var key in KeysAsync(address, prefix, cancellationToken))
        {
            var place = $"s3://{address.Bucket}/{key}";
            if (!byFolder)
            {
                yield return new(key[prefix.Length..], [place]);
                continue;
            }

            if (room.Count > 0 && Parent(room[0]) != Parent(place))
            {
                yield return Room(room, address, prefix);
                room = [];
            }

            room.Add(place);
        }

        if (room.Count > 0) yield return Room(room, address, prefix);
    }

    private async IAsyncEnumerable<string> KeysAsync(S3Address address, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = address.Bucket, Prefix = prefix };
        do
        {
            ListObjectsV2Response page;
            try
            {
                page = await storage.Client.ListObjectsV2Async(request, cancellationToken);
            }
            catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
            {
                throw new BatchException($"{address} cannot be listed: {exception.Message}", exception);
            }

            foreach (var item in page.S3Objects ?? [])
            {
                if (LabelledFolder.IsPicture(item.Key)) yield return item.Key;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    private static BatchItem Room(List<string> pictures, S3Address address, string prefix)
    {
        var folder = Parent(pictures[0])[$"s3://{address.Bucket}/".Length..];
        return new(folder.Length > prefix.Length ? folder[prefix.Length..] : ".", pictures);
    }

    private static string Parent(string place) => place[..place.LastIndexOf('/')];
}
