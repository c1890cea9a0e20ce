using RoomTypes.Configuration;

namespace RoomTypes.Http;

/// <summary>Who may change what is served.</summary>
public sealed record AdminOptions
{
    private const int ShortestToken = 16;

    /// <summary>
    /// What is shown as bearer token, or where that header carries a signature as x-admin-token, to start, stop and reallocate experiments of the
    /// local file and to change the registry of models through MLflow's API. A secret: from a secret store, of at least 128 random bits.
    /// </summary>
    /// <value>Default none: nothing can be changed; at least 16 visible ASCII characters.</value>
    public string? AdminToken { get; init; }

    internal static AdminOptions Read(SettingReader reader) => new()
    {
        AdminToken = reader.Secret("Http:AdminToken", text => text.Length >= ShortestToken && text.All(c => c is > ' ' and <= '~'), $"at least {ShortestToken} visible ASCII characters"),
    };
}
