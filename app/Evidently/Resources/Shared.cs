using System.Text.Json.Nodes;

namespace RoomTypes.Evidently.Resources;

/// <summary>Parts that several kinds of resource have.</summary>
internal static class Shared
{
    private const int MostTags = 50;
    private const int LongestSalt = 127;

    /// <summary>Copies the description and the tags, if there are.</summary>
    public static void SetCommon(this JsonObject json, Fields body)
    {
        json.SetDescription(body);
        if (Tags.Read(body, MostTags) is { } tags) json["tags"] = tags;
    }

    public static void SetDescription(this JsonObject json, Fields body)
    {
        if (body.Description() is { } description) json["description"] = description;
    }

    /// <summary>What makes the split of a launch or experiment its own; its name if nothing is said.</summary>
    public static void SetSalt(this JsonObject json, Fields body, string name)
    {
        if (body.Text("randomizationSalt", 0, LongestSalt) is { } salt) json["randomizationSalt"] = salt.Length > 0 ? salt : name;
        else json["randomizationSalt"] ??= name;
    }

    /// <summary>Metrics with their patterns checked.</summary>
    public static JsonArray Metrics(IReadOnlyList<Fields> configs, bool withGoal) => new([.. configs.Select(config =>
    {
        var definition = config.RequiredObject("metricDefinition");
        var metric = new JsonObject
        {
            ["name"] = definition.RequiredText("name", 1, 255),
            ["entityIdKey"] = definition.RequiredText("entityIdKey", 1, 256),
            ["valueKey"] = definition.RequiredText("valueKey", 1, 256),
        };
        if (definition.Text("eventPattern", 0, 1024) is { Length: > 0 } pattern)
        {
            _ = Segments.Parse("eventPattern", pattern);
            metric["eventPattern"] = pattern;
        }

        if (definition.Text("unitLabel", 1, 256) is { } unit) metric["unitLabel"] = unit;
        var json = new JsonObject { ["metricDefinition"] = metric };
        if (withGoal && config.OneOf("desiredChange", "INCREASE", "DECREASE") is { } change) json["desiredChange"] = change;
        return json;
    })]);

    /// <summary>Groups or treatments: each names a variation of a feature of the project.</summary>
    public static JsonArray Arms(IReadOnlyList<Fields> configs, string member, IReadOnlyDictionary<string, Resource> features)
    {
        var seen = new HashSet<string>();
        return new([.. configs.Select(config =>
        {
            var (name, feature, variation) = (config.RequiredName("name"), config.RequiredName("feature"), config.RequiredName("variation"));
            if (!seen.Add(name)) throw EvidentlyException.Invalid(member, name, "each name once");
            if (!features.TryGetValue(feature, out var resource)) throw EvidentlyException.NotFound("feature", feature);
            if (!Features.HasVariation(resource.Json, variation)) throw EvidentlyException.Invalid($"{member}.variation", variation, $"a variation of feature '{feature}'");
            var arm = new JsonObject { ["name"] = name, ["featureVariations"] = new JsonObject { [feature] = variation } };
            arm.SetDescription(config);
            return arm;
        })]);
    }

    /// <summary>The features that groups or treatments name.</summary>
    public static IEnumerable<string> FeaturesOf(JsonObject json, string member) =>
        json[member]!.AsArray().SelectMany(arm => arm!["featureVariations"]!.AsObject().Select(pair => pair.Key)).Distinct();

    /// <summary>The project's features by name.</summary>
    public static async Task<IReadOnlyDictionary<string, Resource>> FeaturesAsync(ResourceStore store, string project, CancellationToken cancellationToken) =>
        (await store.ListAsync(Names.Resource(project, "feature", ""), cancellationToken)).ToDictionary(feature => feature.Name);

    /// <summary>Ends a launch or experiment.</summary>
    public static async Task<JsonObject> StopAsync(ResourceStore store, Resource resource, Call call)
    {
        var desired = call.Body.OneOf("desiredState", "COMPLETED", "CANCELLED") ?? "CANCELLED";
        var reason = call.Body.Description("reason");
        if (resource.Status != "RUNNING") throw EvidentlyException.Conflict(resource.Path.Split('/')[^2], resource.Name, $"'{resource.Name}' is {resource.Status} and not running.");
        resource.Json["status"] = desired;
        if (reason is not null) resource.Json["statusReason"] = reason;
        var ended = store.Now;
        resource.Json["execution"]!["endedTime"] = ended;
        await store.UpdateAsync(resource, call.CancellationToken);
        return new JsonObject { ["endedTime"] = ended };
    }

    /// <summary>Starts a launch or experiment unless another one of its kind runs on one of its features.</summary>
    public static async Task StartAsync(ResourceStore store, Resource resource, string arms, CancellationToken cancellationToken)
    {
        var kind = resource.Path.Split('/')[^2];
        if (resource.Status != "CREATED") throw EvidentlyException.Conflict(kind, resource.Name, $"'{resource.Name}' is {resource.Status}; only one that was never started can be.");
        var features = FeaturesOf(resource.Json, arms).ToHashSet();
        var running = (await store.ListAsync(resource.Path[..^resource.Name.Length], cancellationToken)).Where(other => other.Status == "RUNNING");
        if (running.FirstOrDefault(other => FeaturesOf(other.Json, arms).Any(features.Contains)) is { } busy)
            throw EvidentlyException.Conflict(kind, busy.Name, $"The {kind} '{busy.Name}' runs on the same feature; stop it first.");
        resource.Json["status"] = "RUNNING";
        resource.Json["execution"] = new JsonObject { ["startedTime"] = store.Now };
        await store.UpdateAsync(resource, cancellationToken);
    }
}
