namespace RoomTypes.Models;

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

    /// <summary>The SHA-256 of each data set that it was made with, by name.</summary>
    public IReadOnlyDictionary<string, string>? DataSets { get; init; }

    /// <summary>The revision of the code that made it, for example a commit.</summary>
    public string? Revision { get; init; }

    /// <summary>What its making was told, by name.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    internal static ModelLineage Read(ModelDocument document) => new()
    {
        Architecture = document.Text("architecture"),
        Pretrained = document.OptionalText("pretrained"),
        Parent = document.OptionalText("parent"),
        Change = document.OptionalText("change"),
        Data = document.OptionalText("data"),
        DataSets = document.OptionalTexts("dataSets"),
        Revision = document.OptionalText("revision"),
        Parameters = document.OptionalTexts("parameters"),
    };
}
