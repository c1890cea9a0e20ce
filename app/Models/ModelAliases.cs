namespace RoomTypes.Models;

/// <summary>Names that move from one version of a model to another. Any word may be one; these have a meaning here.</summary>
public static class ModelAliases
{
    /// <summary>The version that answers when nothing else is asked for; always the one in stage production.</summary>
    public const string Champion = "champion";

    /// <summary>The version that is compared with the champion.</summary>
    public const string Challenger = "challenger";

    /// <summary>The version that was the champion before.</summary>
    public const string Previous = "previous";

    /// <summary>What an alias may be.</summary>
    internal const string Allowed = "1 to 32 of a-z 0-9 . - that begin with a letter";

    /// <summary>Whether a text can be an alias. It begins with a letter, so that no version that is a number is one.</summary>
    public static bool IsAlias(string text) => ModelReference.IsWord(text, 32) && char.IsAsciiLetter(text[0]);
}
