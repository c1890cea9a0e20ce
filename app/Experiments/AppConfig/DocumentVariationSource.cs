using RoomTypes.Experiments.Files;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>Evaluates a feature-flag document in this process, where there is no agent.</summary>
public sealed class DocumentVariationSource : IVariationSource
{
    private readonly WatchedFile<FeatureFlags> _document;
    private readonly ExperimentPlan _plan;

    /// <summary>Reads nothing yet.</summary>
    public DocumentVariationSource(ExperimentOptions options, ExperimentPlan plan, TimeProvider time, ILogger<DocumentVariationSource> log)
    {
        _plan = plan;
        _document = new(options.AppConfig.Document!, Read, TimeSpan.FromSeconds(options.ReloadSeconds), time, log.ExperimentsReloaded, log.ExperimentsNotReloaded);
    }

    /// <summary>Reads the document.</summary>
    /// <exception cref="ExperimentFileException">It cannot be used.</exception>
    public void Load() => _ = _document.Value;

    private static FeatureFlags Read(string path)
    {
        try
        {
            return FeatureFlags.Parse(File.ReadAllBytes(path));
        }
        catch (FormatException exception)
        {
            throw new ExperimentFileException(path, [exception.Message]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ExperimentFileException.Unreadable(path, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Evaluation> EvaluateAsync(string feature, string entityId, Attributes attributes, CancellationToken cancellationToken) => new(
        _document.Value.Evaluate(feature, entityId, attributes) is { } answer
            ? FlagEvaluation.Of(answer, feature, _plan)
            : new Evaluation(Fallback.Of(_plan, feature), Reasons.Error));
}
