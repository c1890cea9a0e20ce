using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Segments;
using RoomTypes.Json;

namespace RoomTypes.Evidently.Resources;

/// <summary>Segments: parts of the audience, told by an event pattern. They belong to no project.</summary>
internal sealed class Segments(ResourceStore store)
{
    /// <summary>The longest JSON within a text, in characters: what a pattern is compared with must end in time.</summary>
    public const int LongestJson = 64 * 1024;

    public async Task<JsonObject> CreateAsync(Call call)
    {
        var name = call.Body.RequiredName("name");
        if (name.Length > 64) throw EvidentlyException.Invalid("name", name, "at most 64 characters");
        var pattern = call.Body.RequiredText("pattern", 1, 1024);
        _ = Parse("pattern", pattern);
        var json = new JsonObject { ["pattern"] = pattern };
        json.SetCommon(call.Body);
        return Answer(await ShownAsync(new Resource(Names.Segments + name, await store.CreateAsync(Names.Segments + name, json, call.CancellationToken), 1), call));
    }

    public async Task<JsonObject> GetAsync(string segment, Call call) =>
        Answer(await ShownAsync(await store.GetAsync(Names.Segments + segment, call.CancellationToken), call));

    public async Task<JsonObject> ListAsync(Call call)
    {
        var segments = await store.ListAsync(Names.Segments, call.CancellationToken);
        var users = await store.ListTreeAsync(Names.Projects, call.CancellationToken);
        return call.Page("segments", segments, 50, segment => Shown(segment, users));
    }

    public async Task<JsonObject> DeleteAsync(string segment, Call call)
    {
        var resource = await store.GetAsync(Names.Segments + segment, call.CancellationToken);
        var users = await store.ListTreeAsync(Names.Projects, call.CancellationToken);
        if (users.FirstOrDefault(user => Uses(user, resource)) is { } user) throw EvidentlyException.Conflict("segment", segment, $"The segment '{segment}' is used by '{user.Name}'.");
        await store.DeleteAsync(resource, call.CancellationToken);
        return [];
    }

    public async Task<JsonObject> ListReferencesAsync(string segment, Call call)
    {
        var type = call.Query["type"].FirstOrDefault();
        if (type is not ("EXPERIMENT" or "LAUNCH")) throw EvidentlyException.Invalid("type", type ?? "", "EXPERIMENT or LAUNCH");
        var resource = await store.GetAsync(Names.Segments + segment, call.CancellationToken);
        var kind = type == "LAUNCH" ? "/launch/" : "/experiment/";
        var users = (await store.ListTreeAsync(Names.Projects, call.CancellationToken)).Where(user => user.Path.Contains(kind, StringComparison.Ordinal) && Uses(user, resource));
        return call.Page("referencedBy", users, 100, user => Reference(user, type));
    }

    /// <summary>Whether a pattern matches a payload; nothing is kept.</summary>
    public static JsonObject Test(Call call)
    {
        var pattern = Parse("pattern", call.Body.RequiredText("pattern", 1, 1024));
        using var payload = ParseJson("payload", call.Body.RequiredText("payload", 0, LongestJson));
        return new JsonObject { ["match"] = pattern.IsMet(new Attributes(payload.RootElement)) };
    }

    /// <summary>Reads a pattern of the member of that name.</summary>
    /// <exception cref="EvidentlyException">It is none.</exception>
    public static EventPattern Parse(string member, string pattern)
    {
        try
        {
            return EventPattern.Parse(pattern);
        }
        catch (FormatException exception)
        {
            throw EvidentlyException.Refused($"{member}: {exception.Message}", "fieldValidationFailed");
        }
    }

    /// <summary>Reads JSON that a text holds.</summary>
    /// <exception cref="EvidentlyException">It is none.</exception>
    public static JsonDocument ParseJson(string member, string json)
    {
        try
        {
            return StrictJson.Parse(json);
        }
        catch (JsonException exception)
        {
            throw EvidentlyException.Refused($"{member} is no JSON: {StrictJson.Reason(exception)}", "fieldValidationFailed");
        }
    }

    private static JsonObject Reference(Resource user, string type)
    {
        var json = new JsonObject { ["name"] = user.Name, ["type"] = type, ["arn"] = Names.Arn(user.Path), ["status"] = user.Status, ["lastUpdatedOn"] = $"{user.Json["lastUpdatedTime"]}" };
        if (user.Json["execution"]?["startedTime"] is { } started) json["startTime"] = $"{started}";
        if (user.Json["execution"]?["endedTime"] is { } ended) json["endTime"] = $"{ended}";
        return json;
    }

    private async Task<JsonObject> ShownAsync(Resource segment, Call call) => Shown(segment, await store.ListTreeAsync(Names.Projects, call.CancellationToken));

    private static JsonObject Shown(Resource segment, IReadOnlyList<Resource> users)
    {
        var json = segment.Json.DeepClone().AsObject();
        json["experimentCount"] = users.Count(user => user.Path.Contains("/experiment/", StringComparison.Ordinal) && Uses(user, segment));
        json["launchCount"] = users.Count(user => user.Path.Contains("/launch/", StringComparison.Ordinal) && Uses(user, segment));
        return json;
    }

    private static bool Uses(Resource user, Resource segment)
    {
        var arn = (string?)segment.Json["arn"];
        if ((string?)user.Json["segment"] == arn) return true;
        var steps = user.Json["scheduledSplitsDefinition"]?["steps"]?.AsArray();
        return steps?.Any(step => step!["segmentOverrides"]?.AsArray().Any(entry => (string?)entry!["segment"] == arn) ?? false) ?? false;
    }

    private static JsonObject Answer(JsonObject segment) => new() { ["segment"] = segment };
}
