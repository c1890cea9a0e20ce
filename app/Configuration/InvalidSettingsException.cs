namespace RoomTypes.Configuration;

/// <summary>The configuration cannot be used. The message lists every problem, one a line.</summary>
/// <param name="errors">One sentence a problem: the key, the bad value and what is allowed.</param>
public sealed class InvalidSettingsException(IReadOnlyList<string> errors)
    : Exception("The configuration has " + (errors.Count == 1 ? "a problem" : $"{errors.Count} problems") + ":\n  " + string.Join("\n  ", errors))
{
    /// <summary>One sentence a problem.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
