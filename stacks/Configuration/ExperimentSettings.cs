namespace Stacks.Configuration;

/// <summary>Where variations come from, and which there are.</summary>
public sealed record ExperimentSettings
{
    /// <summary>Where the service asks for variations.</summary>
    public required ExperimentSource Source { get; init; }

    /// <summary>The feature that is varied.</summary>
    public required string Feature { get; init; }

    /// <summary>Its variations; the first is the default.</summary>
    public required IReadOnlyList<Variation> Variations { get; init; }

    /// <summary>Minutes over which a new allocation spreads.</summary>
    public required int RolloutMinutes { get; init; }

    /// <summary>Minutes that alarms may take a new allocation back.</summary>
    public required int BakeMinutes { get; init; }

    /// <summary>Whether runs of AppConfig's experiments assign variations, and not the flag's own rules.</summary>
    public required bool UsesRuns { get; init; }

    /// <summary>What speaks Evidently's API.</summary>
    public string? EvidentlyEndpoint { get; init; }

    /// <summary>Digest of the AppConfig agent's image in the account's repository; null copies it there.</summary>
    public string? AgentDigest { get; init; }

    internal static ExperimentSettings Read(ConfigReader reader) => new()
    {
        Source = Enum.Parse<ExperimentSource>(Known(reader.OneOf("experiments", "none", "Where variations come from, of which local is the file in the image", "none", "local", "appconfig", "evidently")), ignoreCase: true),
        Feature = reader.Matching("experimentFeature", "room-type-model", "Feature that is varied in AppConfig or Evidently", Forms.Name, "a letter, then letters, digits, - or _"),
        Variations = [.. reader.List("experimentVariations", ["control=room-type@2:100"], "Its variations, of which the first is the default; the percentages make 100", Forms.Variation, "name=model@version:percent").Select(Variation.Parse)],
        RolloutMinutes = reader.Between("experimentRolloutMinutes", 10, 0, 1_440, "Minutes over which a new allocation spreads"),
        BakeMinutes = reader.Between("experimentBakeMinutes", 10, 0, 1_440, "Minutes in which alarms take a new allocation back"),
        UsesRuns = reader.Flag("experimentRuns", false, "Whether runs of AppConfig's experiments assign the variations, and not the flag's own rules; a run is started by ./run experiment run"),
        EvidentlyEndpoint = reader.Optional("evidentlyEndpoint", "What speaks Evidently's API, as AWS's own has ended; evidently needs one", Forms.Address, "an https:// address"),
        AgentDigest = reader.Optional("appConfigAgentDigest", "Image of the AppConfig agent, which the account's repository has; empty copies it there", Forms.Digest, "sha256: and 64 hexadecimal digits"),
    };

    private static string Known(string source) => Enum.TryParse<ExperimentSource>(source, ignoreCase: true, out _) ? source : "none";
}

/// <summary>Where the service asks for variations.</summary>
public enum ExperimentSource
{
    /// <summary>Nowhere: the production model answers.</summary>
    None,

    /// <summary>A file in the image.</summary>
    Local,

    /// <summary>AWS AppConfig.</summary>
    AppConfig,

    /// <summary>CloudWatch Evidently, or a service that speaks its API.</summary>
    Evidently,
}

/// <summary>One variation of a feature.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Model">The model that it serves, name@version or name@alias.</param>
/// <param name="Percent">Its share of the entities, 1 to 100.</param>
public sealed record Variation(string Name, string Model, int Percent)
{
    /// <summary>Reads name=model@version:percent; a text of another form, which the reader has refused, has no share.</summary>
    internal static Variation Parse(string text) =>
        text.Split('=', 2) is [var name, var rest] && rest.LastIndexOf(':') is >= 0 and var colon && int.TryParse(rest[(colon + 1)..], out var percent)
            ? new Variation(name, rest[..colon], percent)
            : new Variation(text, text, 0);
}
