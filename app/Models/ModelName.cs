namespace RoomTypes.Models;

/// <summary>What is said of a model as a whole: of its name, which may have no version yet.</summary>
public sealed record ModelName
{
    /// <summary>When it was made; null if its first version made it.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Labels of no meaning to the service, by key.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    internal static ModelName Read(ModelDocument document) => new()
    {
        RegisteredAt = document.OptionalTime("registered"),
        Description = document.OptionalText("description"),
        Tags = document.OptionalTexts("tags"),
    };
}
