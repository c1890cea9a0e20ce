using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Events;
using RoomTypes.Evidently.Resources;
using RoomTypes.Experiments;

namespace RoomTypes.Evidently;

/// <summary>
/// PutProjectEvents. An event's id is made from its content, its place among equal ones of the request, and the invocation's id that AWS
/// clients send, since the API has none: a client that sends a request again, as they do after a timeout, counts nothing twice, and two equal
/// events of one second in two requests are two. Without an invocation's id they are one.
/// </summary>
/// <param name="projects">The projects.</param>
/// <param name="log">Takes the events.</param>
/// <param name="clock">Says what is now.</param>
/// <param name="retention">How long events are kept: older ones are refused.</param>
internal sealed class ProjectEvents(ProjectCache projects, IEventLog log, TimeProvider clock, TimeSpan retention)
{
    private const int Most = 50;

    public async Task<JsonObject> PutAsync(string project, Call call)
    {
        var rules = await projects.GetAsync(project, call.CancellationToken);
        var seen = new Dictionary<Guid, int>();
        var results = await Task.WhenAll(call.Body.RequiredObjects("events", 0, Most).Select(item => PutAsync(project, rules, item, seen, call)));
        return new JsonObject
        {
            ["failedEventCount"] = results.Count(result => result.ContainsKey("errorCode")),
            ["eventResults"] = new JsonArray([.. results]),
        };
    }

    private async Task<JsonObject> PutAsync(string project, ProjectRules rules, Fields item, Dictionary<Guid, int> seen, Call call)
    {
        try
        {
            var type = item.OneOf("type", "aws.evidently.custom", "aws.evidently.evaluation") ?? throw item.Missing("type");
            var told = item.RequiredTime("timestamp");
            var now = clock.GetUtcNow();
            if (told < now - retention || told > now + EventTime.ClockSkew)
                throw item.Wrong("timestamp", item.Raw("timestamp"), $"from {now - retention:O} to {now + EventTime.ClockSkew:O}");
            var text = item.RequiredText("data", 1, Segments.LongestJson);
            using var data = Segments.ParseJson("data", text);
            var content = ContentId.Of(told, project, type, told.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), text, call.InvocationId);
            var time = EventTime.Within(told, now);
            var repetition = seen[content] = seen.GetValueOrDefault(content) + 1;
            var id = repetition == 1 ? content : ContentId.Of(told, content.ToString("N"), repetition.ToString(CultureInfo.InvariantCulture));
            var records = type == "aws.evidently.custom"
                ? Values(rules, id, told, time, data.RootElement)
                : (IReadOnlyList<EventRecord>)[Evaluated(project, rules, id, time, data.RootElement)];
            await Task.WhenAll(records.Select(record => log.AppendAsync(record, call.CancellationToken)));
            return new JsonObject { ["eventId"] = id.ToString("D") };
        }
        catch (EvidentlyException exception)
        {
            return Failure(exception.Type, exception.Message);
        }
        catch (ServiceException exception)
        {
            return Failure("ValidationException", exception.Message);
        }
        catch (EventStoreException exception)
        {
            return exception.IsTheEvents
                ? Failure("ValidationException", "The event cannot be kept: a value is too long or of the wrong form.")
                : Failure("InternalServerException", "The event could not be kept; send it again.");
        }
    }

    /// <summary>One value for each metric whose pattern the event matches and whose keys it has.</summary>
    private static List<EventRecord> Values(ProjectRules rules, Guid id, DateTimeOffset told, DateTimeOffset time, JsonElement data)
    {
        var values = new List<EventRecord>();
        foreach (var metric in rules.Metrics)
        {
            if (metric.Pattern is { } pattern && !pattern.IsMet(new Attributes(data))) continue;
            if (Text(At(data, metric.EntityPath)) is not { Length: > 0 } entity || !TryGetNumber(At(data, metric.ValuePath), out var value)) continue;
            if (Math.Abs(value) > MetricQuery.MostValue) throw EvidentlyException.Invalid("data", value.ToString(CultureInfo.InvariantCulture), $"values from -{MetricQuery.MostValue} to {MetricQuery.MostValue}");
            values.Add(new MetricEvent { Id = ContentId.Of(told, id.ToString("N"), metric.Key), Time = time, EntityId = Entity(entity), Name = metric.Key, Value = value });
        }

        return values;
    }

    /// <summary>
    /// An evaluation that a client made by itself: feature, entityId, variation, and if told its type and details, as EvaluateFeature answers
    /// them. Without those the running experiment's treatment of that variation is meant.
    /// </summary>
    private static Exposure Evaluated(string project, ProjectRules rules, Guid id, DateTimeOffset time, JsonElement data)
    {
        var name = Required(data, "feature");
        var entity = Required(data, "entityId");
        if (!rules.Features.TryGetValue(name, out var feature)) throw EvidentlyException.NotFound("feature", name);
        var type = Text(At(data, ["type"]));
        if (type is not (null or Reasons.EntityOverride or Reasons.Launch or Reasons.Experiment or Reasons.Default))
            throw EvidentlyException.Invalid("data.type", type, string.Join(", ", Reasons.EntityOverride, Reasons.Launch, Reasons.Experiment, Reasons.Default));
        var details = Details(data);
        var (experiment, told) = (Text(At(details, ["experiment"])), Text(At(details, ["treatment"])));
        var variation = told is null || type is not (null or Reasons.Experiment) ? Required(data, "variation") : Text(At(data, ["variation"])) ?? "";
        var treatment = type is null or Reasons.Experiment && (experiment is null || experiment == feature.Experiment?.Name) ? Find(feature, told, variation) : null;
        if (treatment is null && type == Reasons.Experiment)
            throw EvidentlyException.Invalid("data.details", $"{experiment} {told ?? variation}", "a treatment of the experiment that runs on the feature");
        return new Exposure
        {
            Id = id,
            Time = time,
            EntityId = Entity(entity),
            Experiment = treatment is null ? "" : ProjectCompiler.ExperimentKey(project, feature.Experiment!.Name),
            Feature = ProjectCompiler.FeatureKey(project, name),
            Variation = treatment?.Name ?? variation,
            Reason = type ?? (treatment is null ? Reasons.Default : Reasons.Experiment),
        };
    }

    private static Treatment? Find(Feature feature, string? name, string variation) =>
        feature.Experiment?.Treatments.FirstOrDefault(treatment => name is null ? treatment.Variation.Name == variation : treatment.Name == name);

    /// <summary>As the API answers them they are a text of JSON; as clients write them, an object.</summary>
    private static JsonElement Details(JsonElement data)
    {
        var details = At(data, ["details"]);
        if (details.ValueKind != JsonValueKind.String) return details;
        using var parsed = Segments.ParseJson("data.details", details.GetString()!);
        return parsed.RootElement.Clone();
    }

    private static string Required(JsonElement data, string name) =>
        Text(At(data, [name])) is { Length: > 0 } text ? text : throw EvidentlyException.Invalid($"data.{name}", "", "a text: it is required");

    private static string Entity(string text) => text.Length <= EventRecord.LongestEntity
        ? text
        : throw EvidentlyException.Invalid("the entity", $"{text.Length} characters", $"at most {EventRecord.LongestEntity} characters");

    private static JsonElement At(JsonElement element, string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return default;
        }

        return element;
    }

    private static string? Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    private static bool TryGetNumber(JsonElement element, out double value)
    {
        value = element.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, _ => double.NaN };
        return (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out value) && double.IsFinite(value)) || double.IsFinite(value);
    }

    private static JsonObject Failure(string code, string message) => new() { ["errorCode"] = code, ["errorMessage"] = message };
}
