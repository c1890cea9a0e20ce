namespace RoomTypes.Load;

/// <summary>The load cannot be made; the message says why and what to do.</summary>
public sealed class LoadException(string message) : Exception(message);
