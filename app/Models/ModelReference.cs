namespace RoomTypes.Models;

/// <summary>Names a model, with or without its version or an alias of one: room-type, room-type@2 or room-type@champion.</summary>
/// <param name="Name">1 to 64 of a-z 0-9 -</param>
/// <param name="Version">1 to 32 of a-z 0-9 . -, an alias of such a form, or null for the production version.</param>
public readonly record struct ModelReference(string Name, string? Version)
{
    internal const int LongestName = 64;

    /// <summary>Reads name, name@version or name@alias.</summary>
    public static bool TryParse(string text, out ModelReference reference)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        reference = at < 0 ? new(text, null) : new(text[..at], text[(at + 1)..]);
        return IsWord(reference.Name, LongestName) && (reference.Version is null || IsWord(reference.Version, 32));
    }

    /// <inheritdoc/>
    public override string ToString() => Version is null ? Name : $"{Name}@{Version}";

    internal static bool IsWord(string text, int longest) =>
        text.Length > 0 && text.Length <= longest
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
