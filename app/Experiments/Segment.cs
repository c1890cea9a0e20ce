namespace RoomTypes.Experiments;

/// <summary>Something that is true of some entities.</summary>
public interface ICondition
{
    /// <summary>Whether it is true of this one; the same answer for the same input, always.</summary>
    bool IsMet(string entityId, in Attributes attributes);
}

/// <summary>A named part of the audience.</summary>
/// <param name="Name">Unique within its source.</param>
/// <param name="Condition">Who is in it.</param>
public sealed record Segment(string Name, ICondition Condition);
