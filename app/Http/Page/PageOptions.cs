using RoomTypes.Configuration;

namespace RoomTypes.Http.Page;

/// <summary>Whether the service shows a page.</summary>
public sealed record PageOptions
{
    /// <summary>Whether the page for people is served at / and its places, where the program was built with it.</summary>
    /// <value>Default true, false on Lambda; true or false.</value>
    public required bool Page { get; init; }

    internal static PageOptions Read(SettingReader reader) => new() { Page = reader.Flag("Http:Page", !Platform.IsLambda) };
}
