using System.Text.Json.Nodes;
using RoomTypes.Events;

namespace RoomTypes.Evidently.Resources;

/// <summary>Features and their variations.</summary>
internal sealed class Features(ResourceStore store)
{
    private const int MostVariations = 5;
    private const int MostOverrides = 20;
    private static readonly string[] ValueMembers = ["boolValue", "doubleValue", "longValue", "stringValue"];
    private static readonly string[] ValueTypes = ["BOOLEAN", "DOUBLE", "LONG", "STRING"];

    private static readonly string[] NotSummarized = ["variations", "valueType", "description", "entityOverrides"];

    public async Task<JsonObject> CreateAsync(string project, Call call)
    {
        _ = await store.GetAsync(Names.Project(project), call.CancellationToken);
        var path = Names.Resource(project, "feature", call.Body.RequiredName("name"));
        var variations = call.Body.RequiredObjects("variations", 1, MostVariations).Select(Variation).ToList();
        var json = new JsonObject { ["project"] = Names.Arn(Names.Project(project)), ["status"] = "AVAILABLE", ["evaluationStrategy"] = Strategy(call.Body) ?? "ALL_RULES" };
        SetVariations(json, variations);
        json["defaultVariation"] = call.Body.Name("defaultVariation") ?? (string?)variations[0]["name"];
        json["entityOverrides"] = Overrides(call.Body) ?? [];
        json.SetCommon(call.Body);
        VerifyNames(json);
        return Answer(await ShownAsync(new Resource(path, await store.CreateAsync(path, json, call.CancellationToken), 1), project, call));
    }

    public async Task<JsonObject> GetAsync(string project, string feature, Call call) =>
        Answer(await ShownAsync(await store.GetAsync(Names.Resource(project, "feature", feature), call.CancellationToken), project, call));

    public async Task<JsonObject> ListAsync(string project, Call call)
    {
        _ = await store.GetAsync(Names.Project(project), call.CancellationToken);
        var all = await store.ListTreeAsync($"{Names.Project(project)}/", call.CancellationToken);
        return call.Page("features", all.Where(resource => resource.Path.Contains("/feature/", StringComparison.Ordinal)), 100, feature =>
        {
            var shown = Shown(feature, all);
            foreach (var member in NotSummarized) shown.Remove(member);
            return shown;
        });
    }

    public async Task<JsonObject> UpdateAsync(string project, string feature, Call call)
    {
        var resource = await store.GetAsync(Names.Resource(project, "feature", feature), call.CancellationToken);
        var json = resource.Json;
        var variations = json["variations"]!.AsArray().Select(variation => variation!.DeepClone().AsObject()).ToList();
        foreach (var changed in call.Body.Objects("addOrUpdateVariations", 1, MostVariations)?.Select(Variation) ?? [])
        {
            variations.RemoveAll(variation => (string?)variation["name"] == (string?)changed["name"]);
            variations.Add(changed);
        }

        var removed = call.Body.Texts("removeVariations", 0, MostVariations) ?? [];
        variations.RemoveAll(variation => removed.Contains((string?)variation["name"]));
        if (variations.Count is 0 or > MostVariations) throw EvidentlyException.Invalid("variations", $"{variations.Count}", $"1 to {MostVariations} in all");
        await VerifyUnusedAsync(resource, removed, call);
        SetVariations(json, variations);
        json.SetDescription(call.Body);
        if (call.Body.Name("defaultVariation") is { } @default) json["defaultVariation"] = @default;
        if (Strategy(call.Body) is { } strategy) json["evaluationStrategy"] = strategy;
        if (Overrides(call.Body) is { } overrides) json["entityOverrides"] = overrides;
        VerifyNames(json);
        await store.UpdateAsync(resource, call.CancellationToken);
        return Answer(await ShownAsync(resource, project, call));
    }

    public async Task<JsonObject> DeleteAsync(string project, string feature, Call call)
    {
        var resource = await store.GetAsync(Names.Resource(project, "feature", feature), call.CancellationToken);
        var users = await UsersAsync(resource, call);
        if (users.FirstOrDefault(user => user.Status is "CREATED" or "RUNNING") is { } user)
            throw EvidentlyException.Conflict("feature", feature, $"The feature '{feature}' is used by '{user.Name}', which is {user.Status}; stop or delete that first.");
        await store.DeleteAsync(resource, call.CancellationToken);
        return [];
    }

    /// <summary>Whether a feature has a variation of that name.</summary>
    public static bool HasVariation(JsonObject feature, string? name) => feature["variations"]!.AsArray().Any(variation => (string?)variation!["name"] == name);

    private static JsonObject Variation(Fields config)
    {
        var value = config.RequiredObject("value");
        var present = ValueMembers.Where(value.Has).ToList();
        if (present is not [var member]) throw config.Wrong("value", config.Raw("value"), $"one of {string.Join(", ", ValueMembers)}");
        JsonNode? read = member switch
        {
            "boolValue" => value.Flag(member),
            "longValue" => value.Number(member, -9_007_199_254_740_991, 9_007_199_254_740_991),
            "stringValue" => value.Text(member, 0, 512),
            _ => value.Raw(member) is JsonValue number && number.TryGetValue<double>(out var real) && double.IsFinite(real) ? real : throw value.Wrong(member, value.Raw(member), "a finite number"),
        };
        return new JsonObject { ["name"] = config.RequiredName("name"), ["value"] = new JsonObject { [member] = read } };
    }

    private static void SetVariations(JsonObject json, List<JsonObject> variations)
    {
        var types = variations.Select(variation => variation["value"]!.AsObject().First().Key).Distinct().ToList();
        if (types.Count > 1) throw EvidentlyException.Invalid("variations", string.Join(", ", types), "values of one type");
        if (variations.DistinctBy(variation => (string?)variation["name"]).Count() < variations.Count) throw EvidentlyException.Invalid("variations", "repeated", "each name once");
        json["variations"] = new JsonArray([.. variations]);
        json["valueType"] = ValueTypes[Array.IndexOf(ValueMembers, types[0])];
    }

    private static void VerifyNames(JsonObject json)
    {
        var @default = (string?)json["defaultVariation"];
        if (!HasVariation(json, @default)) throw EvidentlyException.Invalid("defaultVariation", @default ?? "", "a variation of the feature");
        foreach (var (entity, variation) in json["entityOverrides"]!.AsObject())
        {
            if (!HasVariation(json, (string?)variation)) throw EvidentlyException.Invalid($"entityOverrides.{entity}", $"{variation}", "a variation of the feature");
        }
    }

    private static string? Strategy(Fields body) => body.OneOf("evaluationStrategy", "ALL_RULES", "DEFAULT_VARIATION");

    private static JsonObject? Overrides(Fields body)
    {
        if (body.TextMap("entityOverrides", MostOverrides) is not { } overrides) return null;
        if (overrides.Keys.FirstOrDefault(entity => entity.Length is 0 or > EventRecord.LongestEntity) is { } bad)
            throw EvidentlyException.Invalid("entityOverrides", bad, $"entity ids of 1 to {EventRecord.LongestEntity} characters");
        return new JsonObject(overrides.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
    }

    private async Task VerifyUnusedAsync(Resource feature, IReadOnlyList<string> variations, Call call)
    {
        if (variations.Count == 0) return;
        foreach (var user in await UsersAsync(feature, call))
        {
            var arms = user.Json["groups"] ?? user.Json["treatments"];
            if (user.Status is "CREATED" or "RUNNING" && arms!.AsArray().Any(arm => variations.Contains((string?)arm!["featureVariations"]![feature.Name])))
                throw EvidentlyException.Conflict("feature", feature.Name, $"'{user.Name}', which is {user.Status}, uses one of the variations {string.Join(", ", variations)}.");
        }
    }

    private async Task<IReadOnlyList<Resource>> UsersAsync(Resource feature, Call call)
    {
        var project = feature.Path[..^$"feature/{feature.Name}".Length];
        return Users(feature, await store.ListTreeAsync(project, call.CancellationToken));
    }

    private static List<Resource> Users(Resource feature, IReadOnlyList<Resource> all) => [.. all.Where(resource =>
        (resource.Json["groups"] is not null && Shared.FeaturesOf(resource.Json, "groups").Contains(feature.Name))
        || (resource.Json["treatments"] is not null && Shared.FeaturesOf(resource.Json, "treatments").Contains(feature.Name)))];

    private async Task<JsonObject> ShownAsync(Resource feature, string project, Call call) =>
        Shown(feature, await store.ListTreeAsync($"{Names.Project(project)}/", call.CancellationToken));

    private static JsonObject Shown(Resource feature, IReadOnlyList<Resource> all)
    {
        var json = feature.Json.DeepClone().AsObject();
        json["evaluationRules"] = new JsonArray([.. Users(feature, all).Where(user => user.Status == "RUNNING").Select(user => new JsonObject
        {
            ["name"] = user.Name,
            ["type"] = (string?)user.Json["type"],
        })]);
        return json;
    }

    private static JsonObject Answer(JsonObject feature) => new() { ["feature"] = feature };
}
