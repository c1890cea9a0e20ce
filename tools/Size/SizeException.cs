namespace RoomTypes.Size;

/// <summary>What stands in the way, for who called the command.</summary>
public sealed class SizeException(string message) : Exception(message);
