namespace RoomTypes.Batch;

/// <summary>The batch cannot be begun or go on; the message says what to change.</summary>
public sealed class BatchException(string message, Exception? inner = null) : Exception(message, inner);
