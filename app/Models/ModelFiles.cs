namespace RoomTypes.Models;

/// <summary>The files of a version's folder.</summary>
public static class ModelFiles
{
    /// <summary>What the model is, takes and answers (<see cref="ModelManifest"/>).</summary>
    public const string Manifest = "manifest.json";

    /// <summary>The same for people, with what it was measured to do and its limits.</summary>
    public const string Card = "MODEL_CARD.md";
}
