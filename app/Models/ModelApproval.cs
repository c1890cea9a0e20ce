namespace RoomTypes.Models;

/// <summary>A decision about a version, kept with it.</summary>
public sealed record ModelApproval
{
    /// <summary>When it was taken.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who took it.</summary>
    public required string By { get; init; }

    /// <summary>What was done: promote, archive, restore, rollback or challenge.</summary>
    public required string Action { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it was done although a gate had failed.</summary>
    public bool Override { get; init; }

    internal static ModelApproval Read(ModelDocument document) => new()
    {
        Time = document.Time("time"),
        By = document.Text("by"),
        Action = document.Text("action"),
        Reason = document.OptionalText("reason"),
        Override = document.Flag("override"),
    };
}
