namespace RoomTypes.Cost;

/// <summary>What stands in the way of an estimate, for who called the command: the bad value, what is allowed, what to do.</summary>
public sealed class CostException(string message) : Exception(message);
