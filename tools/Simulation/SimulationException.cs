namespace RoomTypes.Simulation;

/// <summary>What is asked cannot be simulated; the message says what is allowed.</summary>
public sealed class SimulationException(string message) : Exception(message);
