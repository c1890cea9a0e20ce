namespace RoomTypes.PipelineTool.Runs;

/// <summary>What became of a step.</summary>
internal static class StepStatus
{
    /// <summary>Its process runs, or was cut off.</summary>
    public const string Running = "running";

    /// <summary>Done in this run.</summary>
    public const string Done = "done";

    /// <summary>Left out: an earlier run did it, with the same inputs.</summary>
    public const string Unchanged = "unchanged";

    /// <summary>Left out: its parameter is empty.</summary>
    public const string LeftOut = "left out";

    /// <summary>Somebody has to decide.</summary>
    public const string Waiting = "waiting";

    /// <summary>Somebody has refused.</summary>
    public const string Refused = "refused";

    /// <summary>Its last try failed.</summary>
    public const string Failed = "failed";

    /// <summary>Ctrl+C ended it.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>It is to be done again.</summary>
    public const string Open = "open";
}
