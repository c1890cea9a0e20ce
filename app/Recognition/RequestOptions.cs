using RoomTypes.Configuration;

namespace RoomTypes.Recognition;

/// <summary>Limits of a request.</summary>
public sealed record RequestOptions
{
    private const long BuffersOfACore = 64L << 20;

    // Requests of a job wait for those before them: nobody else does.
    private const int SecondsInAJob = 600;

    /// <summary>Bytes that all requests of a job at once may have.</summary>
    /// <remarks>https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html</remarks>
    internal const int BytesOfAJob = 100 << 20;

    /// <summary>The largest body, in bytes.</summary>
    /// <value>Default 4,500,000, what fits into a synchronous Lambda invocation (6 MB) once it is base64; 1,024 to 100,000,000.</value>
    public required int MaxRequestBytes { get; init; }

    /// <summary>
    /// The most bytes that the bodies and fetched pictures of all requests may take together, half of them of one caller and a quarter of one
    /// request, before requests are turned away with 429.
    /// </summary>
    /// <value>
    /// Default 0: an eighth of the memory (of the container, if that has a limit), at most 67,108,864 for each core, and at least all that a job of Batch
    /// Transform sends at once; 0 to 17,179,869,184.
    /// </value>
    public required long MaxBufferedBytes { get; init; }

    /// <summary>What a body must bring in bytes a second, measured over five seconds; one that brings less is answered with 408.</summary>
    /// <value>Default 16,384; 1 to 1,000,000.</value>
    public required int MinBytesPerSecond { get; init; }

    /// <summary>The most pictures of one request.</summary>
    /// <value>Default 64; 1 to 1,024.</value>
    public required int MaxImages { get; init; }

    /// <summary>Seconds from a request's first byte until it is answered with 504.</summary>
    /// <value>Default 25, under API Gateway's 29, and in a job of Batch Transform 600; 1 to 900.</value>
    public required int TimeoutSeconds { get; init; }

    /// <summary>
    /// The header in which a gateway tells who calls, for limits by caller: a role's ARN or an API key. Only where the gateway sets it whatever
    /// the caller sent.
    /// </summary>
    /// <value>Default none: the address that a request comes from, of IPv6 its network (/64); a header's name of A-Z a-z 0-9 -.</value>
    public string? CallerHeader { get; init; }

    /// <summary>Requests a second of one caller, over a long time, before they are refused with 429; of each process alone.</summary>
    /// <value>Default 0: as many as there is room for; 0 to 100,000.</value>
    public required int MaxCallerRequestsPerSecond { get; init; }

    /// <summary>Requests of one caller at once, after it was quiet.</summary>
    /// <value>Default 100; 1 to 1,000,000.</value>
    public required int MaxCallerBurst { get; init; }

    /// <summary>
    /// Takes the caller's name as entity, so that none votes for another in an experiment: that of the access key, or the last part of the ARN in
    /// CallerHeader, which is a role session's. A request of another entity is refused with 403.
    /// </summary>
    /// <value>Default false; true or false.</value>
    public required bool EntityFromCaller { get; init; }

    internal static RequestOptions Read(SettingReader reader, HostLimits host)
    {
        var options = Read(reader, host.Transforms > 0 ? SecondsInAJob : 25);
        return options.MaxBufferedBytes > 0 ? options : options with { MaxBufferedBytes = Buffers(host, options.MaxRequestBytes) };
    }

    private static RequestOptions Read(SettingReader reader, int seconds) => new()
    {
        MaxRequestBytes = reader.Number("Http:MaxRequestBytes", 4_500_000, 1_024, 100_000_000, "bytes"),
        MaxBufferedBytes = reader.LargeNumber("Http:MaxBufferedBytes", 0, 0, 16L << 30, "bytes"),
        MinBytesPerSecond = reader.Number("Http:MinBytesPerSecond", 16_384, 1, 1_000_000, "bytes a second"),
        MaxImages = reader.Number("Http:MaxImages", 64, 1, 1_024, "pictures"),
        TimeoutSeconds = reader.Number("Http:TimeoutSeconds", seconds, 1, 900, "seconds"),
        CallerHeader = reader.Text("Http:CallerHeader", null, IsHeader, "a header's name of A-Z a-z 0-9 -"),
        MaxCallerRequestsPerSecond = reader.Number("Http:MaxCallerRequestsPerSecond", 0, 0, 100_000, "requests a second"),
        EntityFromCaller = reader.Flag("Http:EntityFromCaller", false),
        MaxCallerBurst = reader.Number("Http:MaxCallerBurst", 100, 1, 1_000_000, "requests"),
    };

    /// <summary>A quarter of the heap; but no more than the cores can work through, and one request at least, or twice those of a job: it is one caller, who gets half.</summary>
    private static long Buffers(HostLimits host, int request) =>
        Math.Max(Math.Max(request, Math.Min(2L * host.Transforms * request, 2L * BytesOfAJob)), Math.Min(host.HeapBytes / 4, BuffersOfACore * host.Cores));

    private static bool IsHeader(string text) => text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
