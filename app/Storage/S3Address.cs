namespace RoomTypes.Storage;

/// <summary>An object or a prefix in S3, written s3://bucket/key.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Key">The key, without a leading slash; may be empty.</param>
public readonly record struct S3Address(string Bucket, string Key)
{
    private const string Scheme = "s3://";

    /// <summary>
    /// Reads s3://bucket or s3://bucket/key. A key with the part . or .. is none: a client or proxy that resolves it as a path's would ask
    /// for another key, or another bucket's.
    /// </summary>
    public static bool TryParse(string? text, out S3Address address)
    {
        address = default;
        if (text is null || !text.StartsWith(Scheme, StringComparison.Ordinal)) return false;
        var rest = text[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        address = slash < 0 ? new(rest, "") : new(rest[..slash], rest[(slash + 1)..].TrimEnd('/'));
        return IsBucket(address.Bucket) && !address.Key.Split('/').Any(part => part is "." or "..");
    }

    /// <summary>Whether the text can be a bucket's name: 3 to 63 of a-z 0-9 . - with a letter or digit at both ends.</summary>
    public static bool IsBucket(string text) =>
        text.Length is >= 3 and <= 63
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')
        && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]);

    /// <summary>The address of something below this one.</summary>
    public S3Address Append(string path) => this with { Key = Key.Length == 0 ? path : $"{Key}/{path}" };

    /// <inheritdoc/>
    public override string ToString() => Key.Length == 0 ? $"{Scheme}{Bucket}" : $"{Scheme}{Bucket}/{Key}";
}
