namespace RoomTypes.Learning.Embeddings;

/// <summary>An embedding and what it shows.</summary>
/// <param name="Vector">What the head sees.</param>
/// <param name="Label">The right label's place among the model's.</param>
/// <param name="Group">The home or robot that it is of: examples of one never lie on both sides of a comparison. Without one, a name of its own.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record Example(float[] Vector, int Label, string Group, Origin Origin);

/// <summary>Where an example comes from.</summary>
public enum Origin
{
    /// <summary>Feedback: what was corrected, and what was confirmed. No fair sample of what the model meets.</summary>
    Feedback,

    /// <summary>Labelled pictures.</summary>
    Pictures,

    /// <summary>A rehearsal: pictures, or embeddings of them, of what must not be forgotten.</summary>
    Kept,
}
