using System.Text.Json.Nodes;
using RoomTypes.Events;
using RoomTypes.Evidently.Resources;
using RoomTypes.Experiments;

namespace RoomTypes.Evidently;

/// <summary>EvaluateFeature and BatchEvaluateFeature.</summary>
internal sealed class Evaluations(ProjectCache projects, IEventLog events, TimeProvider time)
{
    private const int MostInBatch = 20;

    public async Task<JsonObject> EvaluateAsync(string project, string feature, Call call) =>
        Evaluate(project, await projects.GetAsync(project, call.CancellationToken), feature, call.Body);

    public async Task<JsonObject> EvaluateBatchAsync(string project, Call call)
    {
        var rules = await projects.GetAsync(project, call.CancellationToken);
        var results = call.Body.RequiredObjects("requests", 1, MostInBatch).Select(request =>
        {
            var feature = request.RequiredName("feature");
            // A feature that is not there concerns its own result and not the others'.
            var result = rules.Features.ContainsKey(feature) ? Evaluate(project, rules, feature, request) : Unknown(feature);
            result["project"] = Names.Arn(Names.Project(project));
            result["feature"] = feature;
            result["entityId"] = request.RequiredText("entityId", 1, EventRecord.LongestEntity);
            return result;
        });
        return new JsonObject { ["results"] = new JsonArray([.. results]) };
    }

    private static JsonObject Unknown(string feature) => new()
    {
        ["reason"] = Reasons.Error,
        ["details"] = new JsonObject { ["errorCode"] = "ResourceNotFoundException", ["errorMessage"] = EvidentlyException.NotFound("feature", feature).Message }.ToJsonString(),
    };

    private JsonObject Evaluate(string project, ProjectRules rules, string name, Fields request)
    {
        if (!rules.Features.TryGetValue(name, out var feature)) throw EvidentlyException.NotFound("feature", name);
        var entity = request.RequiredText("entityId", 1, EventRecord.LongestEntity);
        using var context = Segments.ParseJson("evaluationContext", request.Text("evaluationContext", 0, Segments.LongestJson) is { Length: > 0 } text ? text : "{}");
        var now = time.GetUtcNow();
        var evaluation = Evaluator.Evaluate(feature, entity, new Attributes(context.RootElement), now);
        var isExperiment = evaluation.Reason == Reasons.Experiment;
        events.TryAppend(new Exposure
        {
            Id = Guid.CreateVersion7(now),
            Time = now,
            EntityId = entity,
            Experiment = isExperiment ? ProjectCompiler.ExperimentKey(project, evaluation.Rule!) : "",
            Feature = ProjectCompiler.FeatureKey(project, name),
            Variation = isExperiment ? evaluation.Group! : evaluation.Variation.Name,
            Reason = evaluation.Reason,
        });
        return new JsonObject
        {
            ["reason"] = evaluation.Reason,
            ["variation"] = evaluation.Variation.Name,
            ["value"] = Value(evaluation.Variation.Value),
            ["details"] = Details(evaluation).ToJsonString(),
        };
    }

    private static JsonObject Details(in Evaluation evaluation) => evaluation.Reason switch
    {
        Reasons.Launch => new JsonObject { ["launch"] = evaluation.Rule, ["group"] = evaluation.Group },
        Reasons.Experiment => new JsonObject { ["experiment"] = evaluation.Rule, ["treatment"] = evaluation.Group },
        _ => [],
    };

    private static JsonObject Value(VariationValue value) => value.Kind switch
    {
        Experiments.ValueKind.Boolean => new JsonObject { ["boolValue"] = value.AsBoolean },
        Experiments.ValueKind.Long => new JsonObject { ["longValue"] = value.AsLong },
        Experiments.ValueKind.Double => new JsonObject { ["doubleValue"] = value.AsDouble },
        _ => new JsonObject { ["stringValue"] = value.AsString },
    };
}
