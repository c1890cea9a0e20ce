using RoomTypes.Configuration;

namespace RoomTypes.Storage;

/// <summary>Access to S3 or what speaks its protocol.</summary>
public sealed record StorageOptions
{
    /// <summary>What speaks the protocol of S3 in place of AWS's own, for example <c>http://localhost:9000</c>.</summary>
    /// <value>Default none.</value>
    public string? Endpoint { get; init; }

    /// <summary>Whether the bucket goes into the path and not the host name.</summary>
    /// <value>Default false, true with an endpoint of one's own; true or false.</value>
    public required bool ForcePathStyle { get; init; }

    /// <summary>The buckets that requests may name pictures in.</summary>
    /// <value>Default none.</value>
    public required IReadOnlyList<string> PictureBuckets { get; init; }

    internal static StorageOptions Read(SettingReader reader)
    {
        var endpoint = reader.Text("Storage:Endpoint", null, IsEndpoint, "an http:// or https:// address");
        return new()
        {
            Endpoint = endpoint,
            ForcePathStyle = reader.Flag("Storage:ForcePathStyle", endpoint is not null),
            PictureBuckets = reader.List("Storage:PictureBuckets", S3Address.IsBucket, "bucket names of 3 to 63 of a-z 0-9 . -"),
        };
    }

    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
