namespace Stacks.Conventions;

/// <summary>Objects of a bucket, below a prefix.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">Without a slash at its end; empty for all of the bucket.</param>
internal sealed record Place(string Bucket, string Prefix)
{
    /// <summary>Reads s3://bucket/prefix.</summary>
    public static Place Of(string address) => address["s3://".Length..].TrimEnd('/').Split('/', 2) is [var bucket, var prefix] ? new(bucket, prefix) : new(address["s3://".Length..].TrimEnd('/'), "");

    /// <summary>The bucket's ARN.</summary>
    public string BucketArn => $"arn:{Partition.Current.Name}:s3:::{Bucket}";

    /// <summary>A prefix below it.</summary>
    public string Below(string name) => Prefix.Length == 0 ? name : $"{Prefix}/{name}";

    /// <summary>The ARN of all objects below it, or below a folder of it.</summary>
    /// <param name="folder">With a slash at its end; empty for all.</param>
    public string Objects(string folder = "") => $"{BucketArn}/{Below(folder)}*";
}
