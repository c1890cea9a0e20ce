using RoomTypes.Configuration;

namespace RoomTypes.Experiments;

/// <summary>Who decides which variation an entity gets.</summary>
public enum VariationSourceKind
{
    /// <summary>Nobody: the production model answers.</summary>
    None,

    /// <summary>This process, from a file.</summary>
    Local,

    /// <summary>AWS AppConfig: its agent, or a feature-flag document.</summary>
    AppConfig,

    /// <summary>What speaks the API of CloudWatch Evidently.</summary>
    Evidently,
}

/// <summary>Who decides which model answers, and how.</summary>
public sealed record ExperimentOptions
{
    /// <summary>Who decides which model answers.</summary>
    /// <value>Default <c>none</c>.</value>
    public required VariationSourceKind Source { get; init; }

    /// <summary>The feature whose variation names the model.</summary>
    /// <value>Default <c>room-type-model</c>.</value>
    public required string Feature { get; init; }

    /// <summary>The features and experiments: what local assigns by, and for every source the plan that results are judged by.</summary>
    /// <value>Default <c>experiments/room-type-model.json</c> beside the program; a path.</value>
    public required string File { get; init; }

    /// <summary>Seconds after which a change of a file is noticed.</summary>
    /// <value>Default 10; 1 to 86,400.</value>
    public required int ReloadSeconds { get; init; }

    /// <summary>Milliseconds that a request waits for a remote source.</summary>
    /// <value>Default 100; 1 to 10,000.</value>
    public required int TimeoutMilliseconds { get; init; }

    /// <summary>Seconds that a remote answer is used without asking again.</summary>
    /// <value>Default 60; 0 to 86,400.</value>
    public required int CacheSeconds { get; init; }

    /// <summary>Seconds after those in which it is still used while a new one is asked for.</summary>
    /// <value>Default 3,600; 0 to 604,800.</value>
    public required int StaleSeconds { get; init; }

    /// <summary>The most remote answers that are kept.</summary>
    /// <value>Default 20,000; 2 to 10,000,000.</value>
    public required int CacheEntries { get; init; }

    /// <summary>AppConfig.</summary>
    public required AppConfigOptions AppConfig { get; init; }

    /// <summary>Evidently.</summary>
    public required EvidentlyOptions Evidently { get; init; }

    internal static ExperimentOptions Read(SettingReader reader)
    {
        var source = reader.Text("Experiments:Source", null, text => Parse(text) is not null, "none, local, appconfig or evidently");
        var kind = source is null ? VariationSourceKind.None : Parse(source) ?? VariationSourceKind.None;
        return new ExperimentOptions
        {
            Source = kind,
            Feature = reader.Text("Experiments:Feature", null, Names.IsName, Names.Allowed) ?? "room-type-model",
            File = reader.Text("Experiments:File", null, _ => true, "") ?? Path.Combine(AppContext.BaseDirectory, "experiments", "room-type-model.json"),
            ReloadSeconds = reader.Number("Experiments:ReloadSeconds", 10, 1, 86_400, "seconds"),
            TimeoutMilliseconds = reader.Number("Experiments:TimeoutMilliseconds", 100, 1, 10_000, "milliseconds"),
            CacheSeconds = reader.Number("Experiments:CacheSeconds", 60, 0, 86_400, "seconds"),
            StaleSeconds = reader.Number("Experiments:StaleSeconds", 3_600, 0, 604_800, "seconds"),
            CacheEntries = reader.Number("Experiments:CacheEntries", 20_000, 2, 10_000_000, "entries"),
            AppConfig = AppConfigOptions.Read(reader, kind == VariationSourceKind.AppConfig),
            Evidently = EvidentlyOptions.Read(reader, kind == VariationSourceKind.Evidently),
        };
    }

    private static VariationSourceKind? Parse(string text) => text.ToUpperInvariant() switch
    {
        "NONE" => VariationSourceKind.None,
        "LOCAL" => VariationSourceKind.Local,
        "APPCONFIG" => VariationSourceKind.AppConfig,
        "EVIDENTLY" => VariationSourceKind.Evidently,
        _ => null,
    };
}

/// <summary>Where AppConfig's feature flags are.</summary>
public sealed record AppConfigOptions
{
    /// <summary>The agent's address.</summary>
    /// <value>Default <c>http://localhost:2772</c>.</value>
    public required string Endpoint { get; init; }

    /// <summary>The application's name or id; needed with the agent.</summary>
    /// <value>Default none.</value>
    public required string Application { get; init; }

    /// <summary>The environment's name or id; needed with the agent.</summary>
    /// <value>Default none.</value>
    public required string Environment { get; init; }

    /// <summary>The name or id of the configuration profile of type AWS.AppConfig.FeatureFlags; needed with the agent.</summary>
    /// <value>Default none.</value>
    public required string Profile { get; init; }

    /// <summary>A file with the feature-flag document, to be evaluated here instead of by an agent.</summary>
    /// <value>Default none; a path.</value>
    public string? Document { get; init; }

    /// <summary>The name or id of an experiment definition of the application, whose run is the plan that results are judged by.</summary>
    /// <value>Default none: the experiments file is.</value>
    public string? ExperimentDefinition { get; init; }

    /// <summary>The number of the run; 0 for the newest.</summary>
    /// <value>Default 0; 0 to 1,000,000.</value>
    public required int ExperimentRun { get; init; }

    /// <summary>The address of AppConfig's API, which tells the run.</summary>
    /// <value>Default AWS's of the region.</value>
    public required string ApiEndpoint { get; init; }

    /// <summary>The region that requests to the API are signed for.</summary>
    /// <value>Default <c>AWS_REGION</c>, else us-east-1.</value>
    public required string Region { get; init; }

    internal static AppConfigOptions Read(SettingReader reader, bool isUsed)
    {
        string region;
        var options = new AppConfigOptions
        {
            Endpoint = reader.Text("Experiments:AppConfig:Endpoint", null, Names.IsHttp, Names.AllowedHttp) ?? "http://localhost:2772",
            Application = reader.Text("Experiments:AppConfig:Application", null, Names.IsName, Names.Allowed) ?? "",
            Environment = reader.Text("Experiments:AppConfig:Environment", null, Names.IsName, Names.Allowed) ?? "",
            Profile = reader.Text("Experiments:AppConfig:Profile", null, Names.IsName, Names.Allowed) ?? "",
            Document = reader.Text("Experiments:AppConfig:Document", null, _ => true, ""),
            ExperimentDefinition = reader.Text("Experiments:AppConfig:ExperimentDefinition", null, text => text.Length <= 2_048, "at most 2,048 characters"),
            ExperimentRun = reader.Number("Experiments:AppConfig:ExperimentRun", 0, 0, 1_000_000, "runs"),
            Region = region = reader.Text("Experiments:AppConfig:Region", null, Names.IsName, Names.Allowed) ?? System.Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1",
            ApiEndpoint = reader.Text("Experiments:AppConfig:ApiEndpoint", null, Names.IsHttp, Names.AllowedHttp) ?? ApiOf(region),
        };
        reader.Require(
            !isUsed || options.Document is not null || (options.Application.Length > 0 && options.Environment.Length > 0 && options.Profile.Length > 0),
            $"{SettingReader.Section}:Experiments:Source is 'appconfig': set {SettingReader.Section}:Experiments:AppConfig:Application, :Environment and :Profile "
            + $"for the agent, or {SettingReader.Section}:Experiments:AppConfig:Document for a file.");
        reader.Require(
            !isUsed || options.ExperimentDefinition is null || options.Document is null,
            $"{SettingReader.Section}:Experiments:AppConfig:ExperimentDefinition and :Document are set; allowed is one of them: the agent alone knows who takes part in a run.");
        return options;
    }

    /// <summary>AWS's address of the API ("AWS AppConfig endpoints and quotas", AWS general reference).</summary>
    internal static string ApiOf(string region) => $"https://appconfig.{region}.amazonaws.com{(region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}";
}

/// <summary>Where Evidently's API is served.</summary>
public sealed record EvidentlyOptions
{
    /// <summary>Its address; needed with evidently: AWS's own has ended.</summary>
    /// <value>Default none.</value>
    public required string Endpoint { get; init; }

    /// <summary>The project; needed with evidently.</summary>
    /// <value>Default none.</value>
    public required string Project { get; init; }

    /// <summary>The region that requests are signed for.</summary>
    /// <value>Default <c>AWS_REGION</c>, else us-east-1.</value>
    public required string Region { get; init; }

    /// <summary>What the server wants to be shown as x-api-key, in place of a signature.</summary>
    /// <value>Default none: requests are signed.</value>
    public string? Token { get; init; }

    internal static EvidentlyOptions Read(SettingReader reader, bool isUsed)
    {
        var options = new EvidentlyOptions
        {
            Endpoint = reader.Text("Experiments:Evidently:Endpoint", null, Names.IsHttp, Names.AllowedHttp) ?? "",
            Project = reader.Text("Experiments:Evidently:Project", null, Names.IsName, Names.Allowed) ?? "",
            Region = reader.Text("Experiments:Evidently:Region", null, Names.IsName, Names.Allowed) ?? System.Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1",
            Token = reader.Secret("Experiments:Evidently:Token", text => text.All(c => c is > ' ' and <= '~'), "visible ASCII characters"),
        };
        reader.Require(
            !isUsed || (options.Endpoint.Length > 0 && options.Project.Length > 0),
            $"{SettingReader.Section}:Experiments:Source is 'evidently': set {SettingReader.Section}:Experiments:Evidently:Endpoint and :Project.");
        return options;
    }
}
