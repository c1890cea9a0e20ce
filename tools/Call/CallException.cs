namespace RoomTypes.Calling;

/// <summary>What was asked for cannot be done; the message says why and what to do.</summary>
internal sealed class CallException(string message) : Exception(message)
{
    /// <summary>How the program ends then.</summary>
    public const int ExitCode = 2;
}
