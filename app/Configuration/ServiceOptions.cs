using RoomTypes.Decoding;
using RoomTypes.Events;
using RoomTypes.Evidently;
using RoomTypes.Experiments;
using RoomTypes.Models;

namespace RoomTypes.Configuration;

/// <summary>Everything that can be set under the section "RoomType"; as environment variables, RoomType__Http__MaxRequestBytes and so on.</summary>
public sealed record ServiceOptions
{
    /// <summary>The configuration section that holds the settings.</summary>
    public const string Section = "RoomType";

    /// <summary>Limits of a request.</summary>
    public required HttpOptions Http { get; init; }

    /// <summary>Where models come from and which are served.</summary>
    public required ModelOptions Models { get; init; }

    /// <summary>Limits of a picture.</summary>
    public required DecodingOptions Decoding { get; init; }

    /// <summary>Workers, queue and deadline.</summary>
    public required InferenceOptions Inference { get; init; }

    /// <summary>Access to S3 or what speaks its protocol.</summary>
    public required StorageOptions Storage { get; init; }

    /// <summary>The event store and its queue.</summary>
    public required EventOptions Events { get; init; }

    /// <summary>Who is served the Evidently API.</summary>
    public required EvidentlyApiOptions Evidently { get; init; }

    /// <summary>Who decides which model answers.</summary>
    public required ExperimentOptions Experiments { get; init; }

    /// <summary>Reads and checks all settings together.</summary>
    /// <exception cref="InvalidSettingsException">Names every bad and every unknown key.</exception>
    public static ServiceOptions Read(IConfiguration configuration)
    {
        var reader = new SettingReader(configuration.GetSection(Section));
        var options = Read(reader);
        reader.ThrowIfInvalid();
        return options;
    }

    internal static ServiceOptions Read(SettingReader reader)
    {
        var options = new ServiceOptions
        {
            Http = HttpOptions.Read(reader),
            Models = ModelOptions.Read(reader),
            Decoding = Limits(reader, new DecodingOptions()),
            Inference = InferenceOptions.Read(reader),
            Storage = StorageOptions.Read(reader),
            Events = EventOptions.Read(reader),
            Evidently = EvidentlyApiOptions.Read(reader),
            Experiments = ExperimentOptions.Read(reader),
        };
        reader.Require(
            options.Http.MaxImages <= options.Inference.QueueCapacity,
            $"{Section}:Http:MaxImages is {options.Http.MaxImages} but {Section}:Inference:QueueCapacity is {options.Inference.QueueCapacity}: "
            + "a request's pictures must fit into the queue; raise the capacity or lower MaxImages.");
        reader.Require(
            options.Http.MaxRequestBytes <= options.Http.MaxBufferedBytes,
            $"{Section}:Http:MaxRequestBytes is {options.Http.MaxRequestBytes} but {Section}:Http:MaxBufferedBytes is {options.Http.MaxBufferedBytes}: "
            + "one request must fit; raise MaxBufferedBytes or lower MaxRequestBytes.");
        return options;
    }

    private static DecodingOptions Limits(SettingReader reader, DecodingOptions defaults) => new()
    {
        MaxImageBytes = reader.Number("Decoding:MaxImageBytes", defaults.MaxImageBytes, 1_024, 100_000_000, "bytes"),
        MaxWidth = reader.Number("Decoding:MaxWidth", defaults.MaxWidth, 16, 65_500, "pixels"),
        MaxHeight = reader.Number("Decoding:MaxHeight", defaults.MaxHeight, 16, 65_500, "pixels"),
        MaxPixels = reader.LargeNumber("Decoding:MaxPixels", defaults.MaxPixels, 256, 500_000_000, "pixels"),
        MaxDecodeBytes = reader.LargeNumber("Decoding:MaxDecodeBytes", defaults.MaxDecodeBytes, 1 << 20, 1L << 32, "bytes"),
        MaxRequestSamples = reader.LargeNumber("Decoding:MaxRequestSamples", defaults.MaxRequestSamples, 1_000_000, 100_000_000_000, "samples"),
    };
}

/// <summary>Limits of a request.</summary>
public sealed record HttpOptions
{
    /// <summary>
    /// The largest body in bytes, 1,024 to 100,000,000; default 4,500,000, which is what fits into a synchronous Lambda
    /// invocation (6 MB) once it is base64.
    /// </summary>
    public required int MaxRequestBytes { get; init; }

    /// <summary>
    /// The most bytes that the bodies and fetched pictures of all requests may take together before requests are turned away with
    /// 429, 1,048,576 to 17,179,869,184; default 134,217,728.
    /// </summary>
    public required long MaxBufferedBytes { get; init; }

    /// <summary>
    /// What a body must bring in bytes a second, measured over five seconds, 1 to 1,000,000; default 16,384. One that brings less is
    /// answered with 408.
    /// </summary>
    public required int MinBytesPerSecond { get; init; }

    /// <summary>The most pictures of one request, 1 to 1,024; default 64.</summary>
    public required int MaxImages { get; init; }

    /// <summary>Seconds from a request's first byte until it is answered with 504, 1 to 900; default 25, under API Gateway's 29.</summary>
    public required int TimeoutSeconds { get; init; }

    /// <summary>Seconds that requests are still taken after a stop signal, while readiness is down, 0 to 300; default 0.</summary>
    public required int DrainSeconds { get; init; }

    /// <summary>Seconds that accepted requests have to finish after that, 1 to 300; default 20; with the drain time under the 30 that ECS and Kubernetes wait.</summary>
    public required int GraceSeconds { get; init; }

    internal static HttpOptions Read(SettingReader reader) => new()
    {
        MaxRequestBytes = reader.Number("Http:MaxRequestBytes", 4_500_000, 1_024, 100_000_000, "bytes"),
        MaxBufferedBytes = reader.LargeNumber("Http:MaxBufferedBytes", 128L << 20, 1L << 20, 16L << 30, "bytes"),
        MinBytesPerSecond = reader.Number("Http:MinBytesPerSecond", 16_384, 1, 1_000_000, "bytes a second"),
        MaxImages = reader.Number("Http:MaxImages", 64, 1, 1_024, "pictures"),
        TimeoutSeconds = reader.Number("Http:TimeoutSeconds", 25, 1, 900, "seconds"),
        DrainSeconds = reader.Number("Http:DrainSeconds", 0, 0, 300, "seconds"),
        GraceSeconds = reader.Number("Http:GraceSeconds", 20, 1, 300, "seconds"),
    };
}

/// <summary>Where models come from and which are served.</summary>
public sealed record ModelOptions
{
    private const string SourceForm = "a folder, or s3://bucket or s3://bucket/prefix, that holds registry.json";

    /// <summary>A folder or an s3:// address that holds registry.json; default "models" beside the program.</summary>
    public required string Source { get; init; }

    /// <summary>The models to load, name@version; default those that the registry calls production and candidate.</summary>
    public required IReadOnlyList<ModelReference> Serve { get; init; }

    /// <summary>Where downloaded models are kept; default room-type-models in the folder for temporary files.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>How often a download is tried before the service gives up, 1 to 20; default 5.</summary>
    public required int DownloadAttempts { get; init; }

    internal static ModelOptions Read(SettingReader reader) => new()
    {
        Source = reader.Text("Models:Source", null, IsSource, SourceForm) ?? Path.Combine(AppContext.BaseDirectory, "models"),
        Serve = [.. reader.List("Models:Serve", text => ModelReference.TryParse(text, out _), "name@version, for example room-type@2")
            .Select(text => ModelReference.TryParse(text, out var reference) ? reference : default)],
        CacheFolder = reader.Text("Models:CacheFolder", null, _ => true, "") ?? Path.Combine(Path.GetTempPath(), "room-type-models"),
        DownloadAttempts = reader.Number("Models:DownloadAttempts", 5, 1, 20, "attempts"),
    };

    private static bool IsSource(string text) =>
        !text.Contains("://", StringComparison.Ordinal) || Storage.S3Address.TryParse(text, out _);
}

/// <summary>Workers and their queue.</summary>
public sealed record InferenceOptions
{
    /// <summary>Pictures worked on at once, 0 to 256; default 0: as many as the CPU limit of the container has cores, rounded up.</summary>
    public required int Workers { get; init; }

    /// <summary>Pictures that may wait or be worked on before requests are turned away with 429, 1 to 65,536; default 256.</summary>
    public required int QueueCapacity { get; init; }

    internal static InferenceOptions Read(SettingReader reader) => new()
    {
        Workers = reader.Number("Inference:Workers", 0, 0, 256, "workers"),
        QueueCapacity = reader.Number("Inference:QueueCapacity", 256, 1, 65_536, "pictures"),
    };
}

/// <summary>Access to S3 or what speaks its protocol.</summary>
public sealed record StorageOptions
{
    /// <summary>An endpoint other than AWS's own, for example http://localhost:9000; default none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether the bucket goes into the path and not the host name; default false, true with an endpoint of one's own.</summary>
    public required bool ForcePathStyle { get; init; }

    /// <summary>The buckets that requests may name pictures in; default none.</summary>
    public required IReadOnlyList<string> PictureBuckets { get; init; }

    internal static StorageOptions Read(SettingReader reader)
    {
        var endpoint = reader.Text("Storage:Endpoint", null, IsEndpoint, "an http:// or https:// address");
        return new()
        {
            Endpoint = endpoint,
            ForcePathStyle = reader.Flag("Storage:ForcePathStyle", endpoint is not null),
            PictureBuckets = reader.List("Storage:PictureBuckets", Storage.S3Address.IsBucket, "bucket names of 3 to 63 of a-z 0-9 . -"),
        };
    }

    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
