namespace RoomTypes.Models;

/// <summary>An entry of the registry.</summary>
public sealed record RegisteredModel
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The model's version.</summary>
    public required string Version { get; init; }

    /// <summary>production, candidate, reference or archived.</summary>
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

    /// <summary>The SHA-256 of manifest.json; null in registries of before 2026-12.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>The SHA-256 of MODEL_CARD.md, if it has one.</summary>
    public string? CardSha256 { get; init; }

    /// <summary>The signature of manifest.json (<see cref="ManifestSignature"/>), base64; null if nobody signed it.</summary>
    public string? Signature { get; init; }

    /// <summary>When it was registered; null if that was not kept.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>What was decided about it, the oldest first.</summary>
    public IReadOnlyList<ModelApproval> Approvals { get; init; } = [];

    /// <summary>Labels of no meaning to the service, by key: what clients of the registry set.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>name@version.</summary>
    public ModelReference Reference => new(Name, Version);

    /// <summary>The model's folder, relative to the registry.</summary>
    public string Folder => $"{Name}/{Version}";

    /// <summary>The model's manifest, relative to the registry.</summary>
    public string ManifestFile => $"{Folder}/{ModelFiles.Manifest}";

    /// <summary>The model's card, relative to the registry.</summary>
    public string CardFile => $"{Folder}/{ModelFiles.Card}";

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
        ManifestSha256 = document.OptionalText("manifestSha256"),
        CardSha256 = document.OptionalText("cardSha256"),
        Signature = document.OptionalText("signature"),
        RegisteredAt = document.OptionalTime("registered"),
        Approvals = document.OptionalObjects("approvals", ModelApproval.Read),
        Tags = document.OptionalTexts("tags"),
    };
}
