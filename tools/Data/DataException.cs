namespace RoomTypes.Data;

/// <summary>A command cannot be done; the message says what to change.</summary>
public sealed class DataException(string message) : Exception(message);
