namespace RoomTypes.Experiments;

/// <summary>A model that sees the same pictures as the one that answers, after the answer has gone, and has no say in it.</summary>
/// <param name="Name">Unique among the experiments and shadows of its source.</param>
/// <param name="Model">name@version, one of those served.</param>
/// <param name="Share">How many of <see cref="EntityHash.Slots"/> requests it sees.</param>
/// <param name="Schedule">When it runs.</param>
public sealed record Shadow(string Name, string Model, int Share, Schedule Schedule)
{
    /// <summary>Whether it sees that request: a repetition of it, too, or neither.</summary>
    public bool Sees(string requestId, DateTimeOffset now) =>
        Schedule.Includes(now) && EntityHash.Slot(Name, requestId, HashPurpose.Shadow) < Share;
}
