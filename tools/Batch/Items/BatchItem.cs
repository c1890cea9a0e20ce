namespace RoomTypes.Batch.Items;

/// <summary>One picture, or several of one room, which get one answer.</summary>
/// <param name="Id">Tells it from others of the batch.</param>
/// <param name="Pictures">Files, or s3://bucket/key; at least one.</param>
public sealed record BatchItem(string Id, IReadOnlyList<string> Pictures)
{
    /// <summary>The mission that it is of, which the answer repeats; null for none.</summary>
    public string? Mission { get; init; }

    /// <summary>The room's name within the mission, which the answer repeats; null for none.</summary>
    public string? Room { get; init; }
}
