namespace RoomTypes.Learning;

/// <summary>Nothing can be learnt from what was given; the message says why and what would do.</summary>
public sealed class LearningException(string message) : Exception(message);
