using RoomTypes.Simulation;

namespace RoomTypes.Cost.Days;

/// <summary>What answers have to be like.</summary>
/// <param name="P99Milliseconds">The time that at most one answer in a hundred is over; null for any.</param>
/// <param name="RefusedPercent">The most that may get 429, in percent of the requests.</param>
internal sealed record Objective(double? P99Milliseconds, double RefusedPercent)
{
    /// <summary>Whether a day is like that.</summary>
    public bool IsMet(Day day) => day.Refused * 100 <= RefusedPercent && (P99Milliseconds is not { } most || day.Milliseconds(99) <= most || day.Requests == 0);
}
