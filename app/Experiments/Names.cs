namespace RoomTypes.Experiments;

/// <summary>What names of features, experiments and their kind may look like.</summary>
internal static class Names
{
    public const string Allowed = "1 to 127 of A-Z a-z 0-9 . _ -";
    public const string AllowedHttp = "an http:// or https:// address";

    private const int Longest = 127;

    public static bool IsName(string text) =>
        text.Length is > 0 and <= Longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
