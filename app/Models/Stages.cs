namespace RoomTypes.Models;

/// <summary>The stages of a model's life, and which may follow which.</summary>
public static class Stages
{
    /// <summary>Answers when nothing else is asked for; one version of a model at most.</summary>
    public const string Production = "production";

    /// <summary>Loaded, to be compared with production.</summary>
    public const string Candidate = "candidate";

    /// <summary>Kept to compare with, not loaded unless asked for or named by an alias.</summary>
    public const string Reference = "reference";

    /// <summary>Out of use: its files may be gone, no alias names it and nothing loads it.</summary>
    public const string Archived = "archived";

    // Production ends only where another version takes its place.
    private static readonly Dictionary<string, string[]> Moves = new()
    {
        [Candidate] = [Production, Reference, Archived],
        [Production] = [Reference],
        [Reference] = [Candidate, Production, Archived],
        [Archived] = [Reference],
    };

    /// <summary>The stages that may follow one; none after a stage that is not known here.</summary>
    public static IReadOnlyList<string> After(string stage) => Moves.GetValueOrDefault(stage) ?? [];
}
