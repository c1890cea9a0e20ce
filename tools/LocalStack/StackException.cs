namespace RoomTypes.LocalStack;

/// <summary>The stack cannot run; the message says why and what to do.</summary>
internal sealed class StackException(string message) : Exception(message);
