using System.Text.Json.Nodes;
using RoomTypes.Experiments;

namespace RoomTypes.Evidently.Resources;

/// <summary>Launches: features that come out in steps.</summary>
internal sealed class Launches(ResourceStore store)
{
    private const int MostGroups = 5;
    private const int MostSteps = 6;

    public async Task<JsonObject> CreateAsync(string project, Call call)
    {
        _ = await store.GetAsync(Names.Project(project), call.CancellationToken);
        var name = call.Body.RequiredName("name");
        var path = Names.Resource(project, "launch", name);
        var json = new JsonObject { ["project"] = Names.Arn(Names.Project(project)), ["status"] = "CREATED", ["type"] = "aws.evidently.splits" };
        _ = call.Body.RequiredObjects("groups", 1, MostGroups);
        await SetAsync(json, name, project, call);
        json.SetCommon(call.Body);
        return Answer(await store.CreateAsync(path, json, call.CancellationToken));
    }

    public async Task<JsonObject> GetAsync(string project, string launch, Call call) =>
        Answer((await store.GetAsync(Names.Resource(project, "launch", launch), call.CancellationToken)).Json);

    public async Task<JsonObject> ListAsync(string project, Call call)
    {
        _ = await store.GetAsync(Names.Project(project), call.CancellationToken);
        var launches = await store.ListAsync(Names.Resource(project, "launch", ""), call.CancellationToken);
        var status = call.Query["status"].FirstOrDefault();
        return call.Page("launches", launches.Where(launch => status is null || launch.Status == status), 100, launch => launch.Json);
    }

    public async Task<JsonObject> UpdateAsync(string project, string launch, Call call)
    {
        var resource = await store.GetAsync(Names.Resource(project, "launch", launch), call.CancellationToken);
        if (resource.Status is not ("CREATED" or "RUNNING")) throw EvidentlyException.Conflict("launch", launch, $"The launch '{launch}' is {resource.Status} and changes no more.");
        await SetAsync(resource.Json, launch, project, call);
        resource.Json.SetDescription(call.Body);
        await store.UpdateAsync(resource, call.CancellationToken);
        return Answer(resource.Json);
    }

    public async Task<JsonObject> DeleteAsync(string project, string launch, Call call)
    {
        var resource = await store.GetAsync(Names.Resource(project, "launch", launch), call.CancellationToken);
        if (resource.Status == "RUNNING") throw EvidentlyException.Conflict("launch", launch, $"The launch '{launch}' is running; stop it first.");
        await store.DeleteAsync(resource, call.CancellationToken);
        return [];
    }

    public async Task<JsonObject> StartAsync(string project, string launch, Call call)
    {
        var resource = await store.GetAsync(Names.Resource(project, "launch", launch), call.CancellationToken);
        if (resource.Json["scheduledSplitsDefinition"] is null) throw EvidentlyException.Refused($"The launch '{launch}' has no scheduledSplitsConfig; update it with one first.");
        await Shared.StartAsync(store, resource, "groups", call.CancellationToken);
        return Answer(resource.Json);
    }

    public async Task<JsonObject> StopAsync(string project, string launch, Call call) =>
        await Shared.StopAsync(store, await store.GetAsync(Names.Resource(project, "launch", launch), call.CancellationToken), call);

    private async Task SetAsync(JsonObject json, string name, string project, Call call)
    {
        json.SetSalt(call.Body, name);
        if (call.Body.Objects("groups", 1, MostGroups) is { } groups)
            json["groups"] = Shared.Arms(groups, "groups", await Shared.FeaturesAsync(store, project, call.CancellationToken));
        if (call.Body.Objects("metricMonitors", 0, 3) is { } monitors) json["metricMonitors"] = Shared.Metrics(monitors, withGoal: false);
        if (call.Body.Object("scheduledSplitsConfig") is { } splits)
            json["scheduledSplitsDefinition"] = new JsonObject { ["steps"] = await StepsAsync(splits.RequiredObjects("steps", 1, MostSteps), call) };
        VerifySteps(json);
    }

    private async Task<JsonArray> StepsAsync(IReadOnlyList<Fields> steps, Call call)
    {
        var array = new JsonArray();
        foreach (var step in steps)
        {
            var json = new JsonObject { ["startTime"] = ResourceStore.Seconds(step.RequiredTime("startTime")), ["groupWeights"] = Weights(step, "groupWeights") };
            if (step.Objects("segmentOverrides", 0, 6) is { } overrides)
            {
                var list = new List<JsonObject>();
                foreach (var entry in overrides) list.Add(await OverrideAsync(entry, call));
                json["segmentOverrides"] = new JsonArray([.. list.OrderBy(entry => (long)entry["evaluationOrder"]!)]);
            }

            array.Add((JsonNode)json);
        }

        return array;
    }

    private async Task<JsonObject> OverrideAsync(Fields entry, Call call)
    {
        var segment = await store.GetAsync(Names.Segments + Names.OfReference(entry.RequiredText("segment", 0, 2048), "segment"), call.CancellationToken);
        return new JsonObject
        {
            ["evaluationOrder"] = entry.Number("evaluationOrder", 0, int.MaxValue) ?? throw entry.Missing("evaluationOrder"),
            ["segment"] = (string?)segment.Json["arn"],
            ["weights"] = Weights(entry, "weights"),
        };
    }

    private static JsonObject Weights(Fields step, string member)
    {
        var weights = step.Weights(member) ?? throw step.Missing(member);
        if (weights.Values.Sum() > EntityHash.Slots) throw EvidentlyException.Invalid(member, $"{weights.Values.Sum()} in all", $"at most {EntityHash.Slots} in all");
        return new JsonObject(weights.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
    }

    private static void VerifySteps(JsonObject json)
    {
        var groups = json["groups"]!.AsArray().Select(group => (string)group!["name"]!).ToHashSet();
        foreach (var step in json["scheduledSplitsDefinition"]?["steps"]?.AsArray() ?? [])
        {
            var weights = (step!["segmentOverrides"]?.AsArray() ?? []).Select(entry => entry!["weights"]!.AsObject()).Append(step["groupWeights"]!.AsObject());
            if (weights.SelectMany(weight => weight.Select(pair => pair.Key)).FirstOrDefault(name => !groups.Contains(name)) is { } unknown)
                throw EvidentlyException.Invalid("groupWeights", unknown, $"one of the groups {string.Join(", ", groups)}");
        }
    }

    private static JsonObject Answer(JsonObject launch) => new() { ["launch"] = launch };
}
