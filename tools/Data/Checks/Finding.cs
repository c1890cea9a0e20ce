namespace RoomTypes.Data.Checks;

/// <summary>Something that a person should look at.</summary>
/// <param name="Kind">Stable, for programs: missing, changed, unreadable, label, conflict, leak, duplicate, quality or suspect.</param>
/// <param name="IsError">Whether the data set is not to be used like this.</param>
/// <param name="Files">The pictures that it is about.</param>
/// <param name="Message">What is wrong, and what to do.</param>
public sealed record Finding(string Kind, bool IsError, IReadOnlyList<string> Files, string Message);
