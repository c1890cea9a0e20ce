using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using RoomTypes.Storage;

namespace RoomTypes.Models;

/// <summary>Small objects of S3 and what tells one state of them from another.</summary>
internal static class S3Objects
{
    /// <summary>The object's tag, or where a store has none its time and length; null if there is no such object.</summary>
    public static async Task<string?> TagAsync(S3Storage storage, S3Address address, CancellationToken cancellationToken)
    {
        try
        {
            var head = await storage.Client.GetObjectMetadataAsync(address.Bucket, address.Key, cancellationToken);
            return string.IsNullOrEmpty(head.ETag) ? $"{head.LastModified:O} {head.ContentLength}" : head.ETag;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The object's bytes.</summary>
    /// <param name="storage">The client.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="tag">The tag that it must have; null for whatever it has.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    public static async Task<byte[]> ReadAsync(S3Storage storage, S3Address address, string? tag, CancellationToken cancellationToken)
    {
        using var response = await storage.Client.GetObjectAsync(new GetObjectRequest { BucketName = address.Bucket, Key = address.Key, EtagToMatch = tag }, cancellationToken);
        using var buffer = new MemoryStream();
        await response.ResponseStream.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
