namespace RoomTypes.Events;

/// <summary>What became of an event that was appended. In every case it is durable.</summary>
public enum AppendResult
{
    /// <summary>It is new, and joined to its prediction if it names one.</summary>
    Added,

    /// <summary>It is new, but its prediction is not there; it is joined if the prediction comes.</summary>
    AddedUnjoined,

    /// <summary>It was there already and is not counted again.</summary>
    Duplicate,

    /// <summary>It is kept by a store that reads nothing to write: whether it is new, and joined, is told by those who ask.</summary>
    Kept,
}
