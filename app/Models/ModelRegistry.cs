namespace RoomTypes.Models;

/// <summary>What registry.json says: the models there are and their stages.</summary>
public sealed record ModelRegistry
{
    /// <summary>The file, at the root of a source.</summary>
    public const string File = "registry.json";

    /// <summary>Every model of the registry.</summary>
    public required IReadOnlyList<RegisteredModel> Models { get; init; }

    /// <summary>The model of that stage, if one is.</summary>
    public RegisteredModel? InStage(string name, string stage) =>
        Models.FirstOrDefault(model => model.Name == name && model.Stage == stage);

    /// <summary>The model that a reference names; a reference without a version names the production one.</summary>
    public RegisteredModel? Find(ModelReference reference) => reference.Version is null
        ? InStage(reference.Name, Stages.Production)
        : Models.FirstOrDefault(model => model.Reference == reference);

    internal static ModelRegistry Read(ModelDocument document) => new() { Models = document.Objects("models", RegisteredModel.Read) };
}

/// <summary>An entry of the registry.</summary>
public sealed record RegisteredModel
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The model's version.</summary>
    public required string Version { get; init; }

    /// <summary>production, candidate or reference.</summary>
    public required string Stage { get; init; }

    /// <summary>The file's SHA-256, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>float32 or int8.</summary>
    public required string Precision { get; init; }

    /// <summary>The labels in the order of the model's probabilities.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Where the model comes from.</summary>
    public required ModelLineage Lineage { get; init; }

    /// <summary>How well it does: metrics by data set.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Metrics { get; init; }

    /// <summary>name@version.</summary>
    public ModelReference Reference => new(Name, Version);

    /// <summary>The model's folder, relative to the registry.</summary>
    public string Folder => $"{Name}/{Version}";

    /// <summary>The model's manifest, relative to the registry.</summary>
    public string ManifestFile => $"{Folder}/manifest.json";

    internal static RegisteredModel Read(ModelDocument document) => new()
    {
        Name = document.Text("name"),
        Version = document.Text("version"),
        Stage = document.Text("stage"),
        Sha256 = document.Text("sha256"),
        Precision = document.Text("precision"),
        Labels = document.Texts("labels"),
        Lineage = ModelLineage.Read(document.Object("lineage")),
        Metrics = document.Tables("metrics"),
    };
}

/// <summary>Where a model comes from.</summary>
public sealed record ModelLineage
{
    /// <summary>The network.</summary>
    public required string Architecture { get; init; }

    /// <summary>What its weights started from.</summary>
    public string? Pretrained { get; init; }

    /// <summary>The name@version it was made from, if it was.</summary>
    public string? Parent { get; init; }

    /// <summary>What was changed against the parent.</summary>
    public string? Change { get; init; }

    /// <summary>What it was trained on.</summary>
    public string? Data { get; init; }

    internal static ModelLineage Read(ModelDocument document) => new()
    {
        Architecture = document.Text("architecture"),
        Pretrained = document.OptionalText("pretrained"),
        Parent = document.OptionalText("parent"),
        Change = document.OptionalText("change"),
        Data = document.OptionalText("data"),
    };
}

/// <summary>The stages of a model's life.</summary>
public static class Stages
{
    /// <summary>Answers when nothing else is asked for.</summary>
    public const string Production = "production";

    /// <summary>Loaded, to be compared with production.</summary>
    public const string Candidate = "candidate";

    /// <summary>Kept to compare with, not loaded unless asked for.</summary>
    public const string Reference = "reference";
}
