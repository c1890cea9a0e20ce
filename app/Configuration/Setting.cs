namespace RoomTypes.Configuration;

/// <summary>What the service says about one setting; docs/settings.md is made of it.</summary>
/// <param name="Key">Its name within the section, for example "Http:MaxImages".</param>
/// <param name="Type">The unit of a whole number, or text, flag or list.</param>
/// <param name="Default">The value when nothing is set; null where it is none or depends on where the program runs.</param>
/// <param name="Allowed">The values that it may take; empty for any.</param>
public sealed record Setting(string Key, string Type, string? Default, string Allowed);
