namespace Stacks.Configuration;

/// <summary>The image and what the service in it is told.</summary>
public sealed record ServiceSettings
{
    /// <summary>Digest of an image in the account's repository; null builds one.</summary>
    public string? ImageDigest { get; init; }

    /// <summary>arm64 or x64.</summary>
    public required string Architecture { get; init; }

    /// <summary>The least severe messages that are logged.</summary>
    public required string LogLevel { get; init; }

    /// <summary>The largest body of a request in bytes.</summary>
    public required int MaxRequestBytes { get; init; }

    /// <summary>The most pictures of a request.</summary>
    public required int MaxImages { get; init; }

    /// <summary>Seconds until a request is given up.</summary>
    public required int TimeoutSeconds { get; init; }

    /// <summary>Pictures that may wait in one process; 0: by its cores.</summary>
    public required int QueueCapacity { get; init; }

    /// <summary>Where models come from; null: the image's own.</summary>
    public string? ModelSource { get; init; }

    /// <summary>Models to serve; none: those that the registry calls production and candidate.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Buckets that requests may name pictures in.</summary>
    public required IReadOnlyList<string> PictureBuckets { get; init; }

    /// <summary>Whether a request's entity is its caller, whatever it says.</summary>
    public required bool EntityFromCaller { get; init; }

    internal static ServiceSettings Read(ConfigReader reader) => new()
    {
        ImageDigest = reader.Optional("imageDigest", "Image to run, which the account's repository has; empty builds app/Dockerfile and pushes it", Forms.Digest, "sha256: and 64 hexadecimal digits"),
        Architecture = reader.OneOf("architecture", "arm64", "Processors of the image and of what runs it", "arm64", "x64"),
        LogLevel = reader.OneOf("logLevel", "Information", "Least severe messages that are logged", "Debug", "Information", "Warning", "Error"),
        MaxRequestBytes = reader.Between("maxRequestBytes", 4_500_000, 1_024, 10_000_000, "Largest body of a request in bytes"),
        MaxImages = reader.Between("maxImages", 64, 1, 1_024, "Most pictures of a request"),
        TimeoutSeconds = reader.Between("requestTimeoutSeconds", 25, 1, 28, "Seconds until the service gives a request up"),
        QueueCapacity = reader.Between("queueCapacity", 0, 0, 65_536, "Pictures that may wait in one process, where 0 is 128 for each of its cores"),
        ModelSource = reader.Optional("modelSource", "Where models come from; empty takes those in the image", Forms.S3Address, "s3://bucket or s3://bucket/prefix"),
        Models = reader.List("models", [], "Models to serve; none takes those that the registry calls production and candidate, or that an alias names", Forms.Model, "name@version or name@alias"),
        PictureBuckets = reader.List("pictureBuckets", [], "Buckets that requests may name pictures in", Forms.Bucket, "bucket names"),
        EntityFromCaller = reader.Flag("entityFromCaller", false, "Whether a request's entity in experiments is the role session or user that signed it, so that none votes for another; not on Lambda"),
    };
}

/// <summary>How a new version takes over: a share of the requests first, then all, back on an alarm.</summary>
public sealed record ReleaseSettings
{
    /// <summary>Percent of the requests that go to a new version first; 0 switches at once.</summary>
    public required int CanaryPercent { get; init; }

    /// <summary>Minutes at that share.</summary>
    public required int CanaryMinutes { get; init; }

    /// <summary>Minutes that the old version is kept after the switch.</summary>
    public required int BakeMinutes { get; init; }

    internal static ReleaseSettings Read(ConfigReader reader) => new()
    {
        CanaryPercent = reader.Between("canaryPercent", 10, 0, 50, "Percent of the requests that a new version gets first, where 0 switches at once; on EKS by ./run deploy, while pulumi up rolls pods"),
        CanaryMinutes = reader.Between("canaryMinutes", 5, 5, 60, "Minutes at that share; alarms look at the last five"),
        BakeMinutes = reader.Between("bakeMinutes", 5, 0, 60, "Minutes after the switch in which alarms still go back; on Lambda none do"),
    };
}
