using RoomTypes.Experiments;
using RoomTypes.Experiments.AppConfig;
using RoomTypes.Experiments.Files;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Recognition;

/// <summary>The model that answers a request and how it was chosen.</summary>
/// <param name="Model">Loaded.</param>
/// <param name="Evaluation">The feature's evaluation; null without experiments.</param>
public readonly record struct AssignedModel(ModelSession Model, Evaluation? Evaluation);

/// <summary>Chooses the model of a request that names none.</summary>
public sealed class ModelAssignment
{
    private const string ModelAttribute = "model";
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly IVariationSource? _source;
    private readonly ExperimentPlan _plan;
    private readonly ExperimentMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Pace _reports;

    internal ModelAssignment(ExperimentOptions options, IVariationSource? source, ExperimentPlan plan, ExperimentMetrics metrics, TimeProvider time, ILogger<ModelAssignment> log) =>
        (Feature, _source, _plan, _metrics, _time, _log, _reports) = (options.Feature, source, plan, metrics, time, log, new(LogInterval, time));

    /// <summary>The feature that is evaluated.</summary>
    public string Feature { get; }

    /// <summary>Reads the files of experiments, so that faults show before the service is ready.</summary>
    /// <exception cref="ExperimentFileException">The experiments file or the feature-flag document cannot be used.</exception>
    public void Load()
    {
        _ = _plan.Features;
        if (_source is DocumentVariationSource document) document.Load();
        if (_source is LocalVariationSource && _plan.Find(Feature) is null)
            throw new ExperimentFileException(_plan.Path, [$"RoomType:Experiments:Feature is '{Feature}'; allowed is {string.Join(", ", _plan.Features.Select(feature => feature.Name))}."]);
    }

    /// <summary>The entity's model. Never fails: what cannot be told is the production model.</summary>
    public async ValueTask<AssignedModel> AssignAsync(RecognitionRequest request, ModelCatalog catalog, CancellationToken cancellationToken)
    {
        if (_source is null) return new(catalog.Default, null);
        var evaluation = await _source.EvaluateAsync(Feature, request.EntityId, new Attributes(request.Attributes), cancellationToken);
        var model = Model(evaluation.Variation, catalog);
        // An entity that met another model than its variation's must not count for the variation.
        if (model is null) evaluation = new Evaluation(evaluation.Variation, Reasons.Error);
        _metrics.Evaluated(Feature, evaluation);
        return new(model ?? catalog.Default, evaluation);
    }

    /// <summary>The second model that sees the pictures of a request; null if none does, or it is the one that answers.</summary>
    internal (Shadow Shadow, ModelSession Model)? Shadow(RecognitionRequest request, ModelSession answering, ModelCatalog catalog)
    {
        if (_source is null || _plan.Find(Feature)?.Shadow is not { } shadow || !shadow.Sees(request.RequestId, _time.GetUtcNow())) return null;
        if (Find(shadow.Model, catalog) is { } model) return model == answering ? null : (shadow, model);
        if (_reports.IsDue()) _log.ShadowNamesNoModel(shadow.Name, Feature, shadow.Model);
        return null;
    }

    private ModelSession? Model(Variation variation, ModelCatalog catalog)
    {
        var name = variation.Attributes.GetValueOrDefault(ModelAttribute) ?? (variation.Value.Kind == ValueKind.String ? variation.Value.AsString : "?");
        if (name.Length == 0) return catalog.Default;
        if (Find(name, catalog) is { } model) return model;
        if (_reports.IsDue()) _log.VariationNamesNoModel(variation.Name, Feature, name);
        return null;
    }

    private static ModelSession? Find(string name, ModelCatalog catalog) => ModelReference.TryParse(name, out var reference) ? catalog.Find(reference) : null;
}
