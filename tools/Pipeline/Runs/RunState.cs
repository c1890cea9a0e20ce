using Pipelines;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>What a run's journal comes to.</summary>
/// <param name="pipeline">The pipeline.</param>
internal sealed class RunState(Pipeline pipeline)
{
    private readonly Dictionary<string, JournalEntry> _last = [];
    private readonly Dictionary<string, DateTimeOffset> _waiting = [];

    /// <summary>What became of the steps that something was done about.</summary>
    public IReadOnlyDictionary<string, string> Statuses => _last.Where(step => step.Value.Event != StepStatus.Open).ToDictionary(step => step.Key, step => step.Value.Event);

    /// <summary>Whether nothing is left to be done, or somebody has refused.</summary>
    public bool IsOver => pipeline.Steps.All(step => IsDone(step.Name) || Of(step.Name)?.Event == StepStatus.LeftOut) || _last.Values.Any(entry => entry.Event == StepStatus.Refused);

    /// <summary>The last that was written of a step; null for nothing.</summary>
    public JournalEntry? Of(string step) => _last.GetValueOrDefault(step);

    /// <summary>Whether a step is done, here or in an earlier run.</summary>
    public bool IsDone(string step) => Of(step)?.Event is StepStatus.Done or StepStatus.Unchanged;

    /// <summary>Since when a step has waited for somebody; null where it does not.</summary>
    public DateTimeOffset? WaitingSince(string step) => _waiting.TryGetValue(step, out var since) ? since : null;

    /// <summary>Takes a line in.</summary>
    public void Add(JournalEntry entry)
    {
        if (entry.Step is not { } step) return;
        if (entry.Event == StepStatus.Waiting) _waiting.TryAdd(step, entry.Time);
        else if (entry.Event != StepStatus.Interrupted) _waiting.Remove(step);
        // A run that ends while it waits goes on waiting.
        if (entry.Event == StepStatus.Interrupted && _waiting.ContainsKey(step)) return;
        _last[step] = entry;
    }
}
