using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Recognition;

/// <summary>Says how little a room's pictures look like what a model knows.</summary>
internal static class UnknownRooms
{
    /// <summary>The label of a room that is none that the model knows, as events and feedback have it.</summary>
    public const string Label = "unknown";

    /// <summary>
    /// The score of a room, 0 to 1, by the mean energy of its pictures: one that shows little is outweighed by others. Pictures that contradict
    /// each other are no reason: their rooms are known, and the confidence says that they differ.
    /// </summary>
    /// <param name="unknown">What the manifest says; null for nothing.</param>
    /// <param name="energies">Of the pictures that could be read.</param>
    /// <returns>Null where there is no threshold or no picture.</returns>
    public static float? Score(UnknownSpec? unknown, IReadOnlyCollection<float> energies) =>
        unknown is null || energies.Count == 0 ? null : Energy.Score(energies.Average(), unknown.Threshold);

    /// <summary>Whether a room is answered as unknown.</summary>
    /// <param name="isAllowed">Whether the request allows it.</param>
    /// <param name="score">The room's.</param>
    public static bool IsUnknown(bool isAllowed, float? score) => isAllowed && score >= Energy.Threshold;
}
