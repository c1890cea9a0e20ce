using System.Runtime.CompilerServices;
using System.Text.Json;
using Amazon.Runtime;
using RoomTypes.Evaluate;
using RoomTypes.Storage;

namespace RoomTypes.Batch.Items;

/// <summary>Manifests in S3, and lists of objects: <c>[{"file": "s3://bucket/a.jpg"}, {"file": "s3://bucket/m1/manifest.jsonl"}]</c>, as the state machine of a stack makes them.</summary>
/// <param name="storage">The client of S3.</param>
internal sealed class ObjectManifest(S3Storage storage)
{
    private const string Lines = ".jsonl";
    private const string List = ".json";

    /// <summary>Whether an address is that of a manifest or a list, not a prefix.</summary>
    public static bool Names(string address) => address.EndsWith(Lines, StringComparison.Ordinal) || address.EndsWith(List, StringComparison.Ordinal);

    /// <summary>The items of a manifest, or of all manifests of a list and its pictures; other objects of a list are left out.</summary>
    /// <exception cref="BatchException">An object cannot be read, or is none of them; the message has the line.</exception>
    public async IAsyncEnumerable<BatchItem> ReadAsync(S3Address address, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (address.Key.EndsWith(Lines, StringComparison.Ordinal))
        {
            await foreach (var item in LinesAsync(address, cancellationToken)) yield return item;
            yield break;
        }

        foreach (var file in await FilesAsync(address, cancellationToken))
        {
            if (LabelledFolder.IsPicture(file)) yield return new(file, [file]);
            if (!file.EndsWith(Lines, StringComparison.Ordinal) || !S3Address.TryParse(file, out var manifest)) continue;
            await foreach (var item in LinesAsync(manifest, cancellationToken)) yield return item;
        }
    }

    private async IAsyncEnumerable<BatchItem> LinesAsync(S3Address address, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        using var reader = new StreamReader(await OpenAsync(address, cancellationToken));
        while (await LineAsync(reader, address, cancellationToken) is { } line)
        {
            number++;
            if (line.AsSpan().Trim().Length > 0) yield return Manifest.Item(line, Place, Place, $"{address}, line {number}");
        }

        string Place(string picture) => S3Address.TryParse(picture, out _) ? picture : $"s3://{address.Bucket}/{address.Key[..(address.Key.LastIndexOf('/') + 1)]}{picture}";
    }

    private async Task<IReadOnlyList<string>> FilesAsync(S3Address address, CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(address, cancellationToken);
        try
        {
            var files = await JsonSerializer.DeserializeAsync(stream, BatchJson.Default.IReadOnlyListManifestLine, cancellationToken) ?? throw new JsonException("null is no list.");
            return [.. files.Select(line => line?.File is { } file && S3Address.TryParse(file, out _) ? file : throw new JsonException("an object of a list has a \"file\" in S3."))];
        }
        catch (JsonException exception)
        {
            throw new BatchException($"{address}: {exception.Message} Allowed are lists such as [{{\"file\": \"s3://bucket/a.jpg\"}}].", exception);
        }
    }

    private async Task<Stream> OpenAsync(S3Address address, CancellationToken cancellationToken)
    {
        try
        {
            return (await storage.Client.GetObjectAsync(address.Bucket, address.Key, cancellationToken)).ResponseStream;
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new BatchException($"{address} cannot be read: {exception.Message}", exception);
        }
    }

    private static async Task<string?> LineAsync(StreamReader reader, S3Address address, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or AmazonClientException)
        {
            throw new BatchException($"{address} cannot be read to its end: {exception.Message}", exception);
        }
    }
}
