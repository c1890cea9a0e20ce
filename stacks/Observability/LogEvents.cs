namespace Stacks.Observability;

/// <summary>A message that the service logs and that is a fault.</summary>
/// <param name="Id">The event's id in app/Log.cs.</param>
/// <param name="Name">The event's name there.</param>
/// <param name="Advice">What it means and what to look at first.</param>
public sealed record LogEvent(int Id, string Name, string Advice);

/// <summary>What the service logs when something is wrong.</summary>
public static class LogEvents
{
    /// <summary>The messages that are watched.</summary>
    public static IReadOnlyList<LogEvent> Watched { get; } =
    [
        new(2, "NeverReady", "A start failed: its log says which model or setting is wrong."),
        new(6, "WorkerFailed", "Inference met an error that it did not expect: the log has its stack trace."),
        new(20, "EventsNotWritten", "Feedback and exposures do not reach their store: the log says why."),
        new(21, "EventsDropped", "Feedback and exposures are lost: they come faster than their store takes them, or it is down for long."),
        new(29, "DriftSeen", "A model sees other pictures than in its first days, where embeddings are kept: ./run drift and the page's Models place say in what."),
        new(41, "ExperimentsNotReloaded", "The file of experiments has changed and cannot be used: those before stay in force; the log says why."),
        new(42, "VariationSourceFailed", "Nobody tells which variation an entity has, so that all get the default: look at the AppConfig agent's log and at the role's rights."),
        new(43, "VariationNamesNoModel", "An experiment names a model that is not served: compare experimentVariations and models."),
        new(44, "SampleRatioMismatch", "An experiment's split is broken: its results must not be trusted."),
    ];
}
