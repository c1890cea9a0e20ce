using RoomTypes.Caching;
using RoomTypes.Configuration;
using RoomTypes.Decoding;
using RoomTypes.Events;
using RoomTypes.Evidently;
using RoomTypes.Experiments;
using RoomTypes.Http;
using RoomTypes.Http.Page;
using RoomTypes.Http.Signatures;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Recognition;
using RoomTypes.Storage;

namespace RoomTypes.Hosting;

/// <summary>Everything that can be set under the section "RoomType"; as environment variables, RoomType__Http__MaxRequestBytes and so on.</summary>
public sealed record ServiceOptions
{
    /// <summary>Limits of a request.</summary>
    public required RequestOptions Requests { get; init; }

    /// <summary>Whether callers must sign.</summary>
    public required SignatureOptions Signing { get; init; }

    /// <summary>Who may change what is served.</summary>
    public required AdminOptions Admin { get; init; }

    /// <summary>Whether there is a page for people.</summary>
    public required PageOptions Pages { get; init; }

    /// <summary>How long the end of the process may take.</summary>
    public required ShutdownOptions Shutdown { get; init; }

    /// <summary>Where models come from and which are served.</summary>
    public required ModelOptions Models { get; init; }

    /// <summary>Limits of a picture.</summary>
    public required DecodingOptions Decoding { get; init; }

    /// <summary>Workers, queue and deadline.</summary>
    public required InferenceOptions Inference { get; init; }

    /// <summary>What is kept of answers.</summary>
    public required CacheOptions Cache { get; init; }

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
        var reader = new SettingReader(configuration.GetSection(SettingReader.Section));
        var options = Read(reader, HostLimits.Current);
        reader.ThrowIfInvalid();
        return options;
    }

    internal static ServiceOptions Read(SettingReader reader, HostLimits host)
    {
        var requests = RequestOptions.Read(reader, host);
        var options = new ServiceOptions
        {
            Requests = requests,
            Signing = SignatureOptions.Read(reader),
            Admin = AdminOptions.Read(reader),
            Pages = PageOptions.Read(reader),
            Shutdown = ShutdownOptions.Read(reader),
            Models = ModelOptions.Read(reader),
            Decoding = DecodingOptions.Read(reader),
            Inference = InferenceOptions.Read(reader, host, requests.MaxImages),
            Cache = CacheOptions.Read(reader),
            Storage = StorageOptions.Read(reader),
            Events = EventOptions.Read(reader),
            Evidently = EvidentlyApiOptions.Read(reader),
            Experiments = ExperimentOptions.Read(reader),
        };
        reader.Require(
            options.Requests.MaxImages <= options.Inference.QueueCapacity,
            $"{SettingReader.Section}:Http:MaxImages is {options.Requests.MaxImages} but {SettingReader.Section}:Inference:QueueCapacity is {options.Inference.QueueCapacity}: "
            + "a request's pictures must fit into the queue; raise the capacity or lower MaxImages.");
        reader.Require(
            options.Requests.MaxRequestBytes <= options.Requests.MaxBufferedBytes,
            $"{SettingReader.Section}:Http:MaxRequestBytes is {options.Requests.MaxRequestBytes} but {SettingReader.Section}:Http:MaxBufferedBytes is {options.Requests.MaxBufferedBytes}: "
            + "one request must fit; raise MaxBufferedBytes or lower MaxRequestBytes.");
        reader.Require(
            !options.Requests.EntityFromCaller || options.Signing.Signatures == SignatureRule.Required || options.Requests.CallerHeader is not null || Platform.IsLambda,
            $"{SettingReader.Section}:Http:EntityFromCaller is true but nothing tells who calls: set {SettingReader.Section}:Http:Signatures to required, or {SettingReader.Section}:Http:CallerHeader.");
        reader.Require(
            !options.Requests.EntityFromCaller || options.Signing.Signatures == SignatureRule.Required || !Platform.IsLambda,
            $"{SettingReader.Section}:Http:EntityFromCaller is true in a Lambda function, whose headers are all its caller's own: set {SettingReader.Section}:Http:Signatures to required, or serve on Fargate or EKS.");
        return options;
    }
}
