using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.S3.Model;
using RoomTypes.Batch.Work;
using RoomTypes.Storage;

namespace RoomTypes.Batch.Output;

/// <summary>Where parts go: a folder, or a prefix of S3. A part is there whole or not at all.</summary>
/// <param name="output">The folder, or s3://bucket/prefix.</param>
/// <param name="format">jsonl or parquet, of answers; failures are JSON lines.</param>
/// <param name="storage">The client of S3.</param>
internal sealed class Parts(string output, string format, S3Storage storage)
{
    private const int Attempts = 5;

    /// <summary>Writes a part.</summary>
    /// <exception cref="BatchException">It cannot be written.</exception>
    public async Task WriteAsync(int number, IReadOnlyList<BatchResult> results, IReadOnlyList<BatchFailure> failures, CancellationToken cancellationToken)
    {
        if (results.Count > 0) await PutAsync($"part-{number:00000}.{format}", format == "parquet" ? await ParquetPart.OfAsync(results) : Lines(results, BatchJson.Default.BatchResult), cancellationToken);
        if (failures.Count > 0) await PutAsync($"failures-{number:00000}.jsonl", Lines(failures, BatchJson.Default.BatchFailure), cancellationToken);
    }

    /// <summary>Writes what the batch came to.</summary>
    public Task WriteAsync(BatchSummary summary, CancellationToken cancellationToken) =>
        PutAsync("summary.json", JsonSerializer.SerializeToUtf8Bytes(summary, BatchJson.Default.BatchSummary), cancellationToken);

    private async Task PutAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            if (S3Address.TryParse(output, out var address)) await UploadAsync(content, address.Append(name), cancellationToken);
            else AtomicFile.Write(Path.Combine(output, name), content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new BatchException($"{name} cannot be written to {output}: {exception.Message} The same command goes on from here.", exception);
        }
    }

    private async Task UploadAsync(byte[] content, S3Address address, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var stream = new MemoryStream(content);
                await storage.Client.PutObjectAsync(new PutObjectRequest { BucketName = address.Bucket, Key = address.Key, InputStream = stream, UseChunkEncoding = false }, cancellationToken);
                return;
            }
            catch (Exception exception) when (attempt < Attempts && exception is IOException or HttpRequestException or AmazonServiceException { StatusCode: >= System.Net.HttpStatusCode.InternalServerError })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), cancellationToken);
            }
        }
    }

    private static byte[] Lines<T>(IReadOnlyList<T> lines, JsonTypeInfo<T> type) => [.. lines.SelectMany(line => JsonSerializer.SerializeToUtf8Bytes(line, type).Append((byte)'\n'))];
}

/// <summary>What a batch came to.</summary>
/// <param name="Model">name@version.</param>
/// <param name="Items">How many there were.</param>
/// <param name="Failed">Those without an answer.</param>
/// <param name="Parts">How many parts there are.</param>
internal sealed record BatchSummary(string Model, int Items, int Failed, int Parts);
