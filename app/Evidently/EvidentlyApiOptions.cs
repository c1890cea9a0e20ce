using RoomTypes.Configuration;

namespace RoomTypes.Evidently;

/// <summary>Who is served the Evidently API, which creates and deletes: it is for tools, not for those who have pictures.</summary>
public sealed record EvidentlyApiOptions
{
    private const int ShortestToken = 16;

    /// <summary>Whether the Evidently API is there where there is an event store. Behind a gateway that does not serve it, set false.</summary>
    /// <value>Default true; true or false.</value>
    public required bool Serve { get; init; }

    /// <summary>What callers must show: as x-api-key, as a bearer token, or as the access key id that they sign with.</summary>
    /// <value>Default none: only callers on this machine are served.</value>
    public string? Token { get; init; }

    /// <summary>Minutes that an experiment must have run before its results are told, 0 to 1,440; default 10, which was AWS's.</summary>
    /// <value>Default 10; 0 to 1,440.</value>
    public required int ResultsAfterMinutes { get; init; }

    internal static EvidentlyApiOptions Read(SettingReader reader) => new()
    {
        Serve = reader.Flag("Evidently:Serve", true),
        Token = reader.Secret("Evidently:Token", IsToken, $"at least {ShortestToken} characters without spaces, slashes or commas"),
        ResultsAfterMinutes = reader.Number("Evidently:ResultsAfterMinutes", 10, 0, 1_440, "minutes"),
    };

    private static bool IsToken(string text) => text.Length >= ShortestToken && !text.AsSpan().ContainsAny(" /,\t");
}
