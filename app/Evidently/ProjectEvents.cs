using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Events;
using RoomTypes.Evidently.Resources;
using RoomTypes.Experiments;

namespace RoomTypes.Evidently;

/// <summary>
/// PutProjectEvents. An event's id is made from its content and its place among equal ones of the request, since the API has none: a
/// client that sends a request again, as they do after a timeout, counts nothing twice.
/// </summary>
internal sealed class ProjectEvents(ProjectCache projects, IEventLog log, TimeProvider clock)
{
    private const int Most = 50;

    public async Task<JsonObject> PutAsync(string project, Call call)
    {
        var rules = await projects.GetAsync(project, call.CancellationToken);
        var seen = new Dictionary<Guid, int>();
        var results = await Task.WhenAll(call.Body.RequiredObjects("events", 0, Most).Select(item => PutAsync(project, rules, item, seen, call.CancellationToken)));
        return new JsonObject
        {
            ["failedEventCount"] = results.Count(result => result.ContainsKey("errorCode")),
            ["eventResults"] = new JsonArray([.. results]),
        };
    }

    private async Task<JsonObject> PutAsync(string project, ProjectRules rules, Fields item, Dictionary<Guid, int> seen, CancellationToken cancellationToken)
    {
        try
        {
            var type = item.OneOf("type", "aws.evidently.custom", "aws.evidently.evaluation") ?? throw item.Missing("type");
            var told = item.RequiredTime("timestamp");
            var text = item.RequiredText("data", 1, Segments.LongestJson);
            using var data = Segments.ParseJson("data", text);
            var content = ContentId.Of(told, project, type, told.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), text);
            var time = Within(told);
            var repetition = seen[content] = seen.GetValueOrDefault(content) + 1;
            var id = repetition == 1 ? content : ContentId.Of(told, content.ToString("N"), repetition.ToString(CultureInfo.InvariantCulture));
            var records = type == "aws.evidently.custom"
                ? Values(rules, id, told, time, data.RootElement)
                : (IReadOnlyList<EventRecord>)[Evaluated(project, rules, id, time, data.RootElement)];
            await Task.WhenAll(records.Select(record => log.AppendAsync(record, cancellationToken)));
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
            return Failure("InternalServerException", exception.Message);
        }
    }

    /// <summary>
    /// Clients cut times to seconds: a value would seem to come before the evaluation of the same second that it follows. A whole second
    /// stands for its end.
    /// </summary>
    private DateTimeOffset Within(DateTimeOffset told)
    {
        var (last, now) = (told.AddMilliseconds(999), clock.GetUtcNow());
        if (told.Millisecond != 0 || told > now) return told;
        return last < now ? last : now;
    }

    /// <summary>One value for each metric whose pattern the event matches and whose keys it has.</summary>
    private static List<EventRecord> Values(ProjectRules rules, Guid id, DateTimeOffset told, DateTimeOffset time, JsonElement data)
    {
        var values = new List<EventRecord>();
        foreach (var metric in rules.Metrics)
        {
            if (metric.Pattern is { } pattern && !pattern.IsMet(new Attributes(data))) continue;
            if (Text(At(data, metric.EntityPath)) is not { Length: > 0 } entity || !TryGetNumber(At(data, metric.ValuePath), out var value)) continue;
            values.Add(new MetricEvent { Id = ContentId.Of(told, id.ToString("N"), metric.Key), Time = time, EntityId = entity, Name = metric.Key, Value = value });
        }

        return values;
    }

    /// <summary>An evaluation that a client made by itself: feature, entityId, and the treatment or variation that the entity got.</summary>
    private static Exposure Evaluated(string project, ProjectRules rules, Guid id, DateTimeOffset time, JsonElement data)
    {
        var name = Required(data, "feature");
        var entity = Required(data, "entityId");
        var variation = Required(data, "variation");
        if (!rules.Features.TryGetValue(name, out var feature)) throw EvidentlyException.NotFound("feature", name);
        var treatment = feature.Experiment?.Treatments.FirstOrDefault(treatment => treatment.Variation.Name == variation);
        return new Exposure
        {
            Id = id,
            Time = time,
            EntityId = entity,
            Experiment = treatment is null ? "" : ProjectCompiler.ExperimentKey(project, feature.Experiment!.Name),
            Feature = name,
            Variation = treatment?.Name ?? variation,
            Reason = treatment is null ? Reasons.Default : Reasons.Experiment,
        };
    }

    private static string Required(JsonElement data, string name) =>
        Text(At(data, [name])) is { Length: > 0 } text ? text : throw EvidentlyException.Invalid($"data.{name}", "", "a text: it is required");

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
