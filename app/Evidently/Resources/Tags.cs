using System.Text.Json.Nodes;

namespace RoomTypes.Evidently.Resources;

/// <summary>Tags of every kind of resource.</summary>
internal sealed class Tags(ResourceStore store)
{
    private const int Most = 50;

    public async Task<JsonObject> ListAsync(string arn, Call call)
    {
        var resource = await store.GetAsync(Names.OfArn(arn), call.CancellationToken);
        return new JsonObject { ["tags"] = resource.Json["tags"]?.DeepClone() ?? new JsonObject() };
    }

    public async Task<JsonObject> AddAsync(string arn, Call call)
    {
        var resource = await store.GetAsync(Names.OfArn(arn), call.CancellationToken);
        var tags = resource.Json["tags"] as JsonObject ?? [];
        foreach (var (key, value) in Read(call.Body, Most) ?? throw call.Body.Missing("tags")) tags[key] = value?.DeepClone();
        if (tags.Count > Most) throw EvidentlyException.Invalid("tags", $"{tags.Count} tags", $"at most {Most}");
        resource.Json["tags"] = tags.Parent is null ? tags : tags.DeepClone();
        await store.UpdateAsync(resource, call.CancellationToken);
        return [];
    }

    public async Task<JsonObject> RemoveAsync(string arn, Call call)
    {
        var resource = await store.GetAsync(Names.OfArn(arn), call.CancellationToken);
        foreach (var key in call.Query["tagKeys"]) (resource.Json["tags"] as JsonObject)?.Remove(key ?? "");
        await store.UpdateAsync(resource, call.CancellationToken);
        return [];
    }

    /// <summary>The tags of a request, checked; null if it has none.</summary>
    public static JsonObject? Read(Fields body, int most)
    {
        if (body.TextMap("tags", most) is not { } tags) return null;
        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > 128 || key.StartsWith("aws:", StringComparison.Ordinal)) throw EvidentlyException.Invalid("tags", key, "keys of 1 to 128 characters that do not start with aws:");
            if (value.Length > 256) throw EvidentlyException.Invalid($"tags.{key}", value, "at most 256 characters");
        }

        return new JsonObject(tags.Select(tag => KeyValuePair.Create<string, JsonNode?>(tag.Key, tag.Value)));
    }
}
