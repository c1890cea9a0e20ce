using System.Text.Json.Nodes;

namespace RoomTypes.Evidently.Resources;

/// <summary>Experiments: treatments that are compared.</summary>
internal sealed class Experiments(ResourceStore store)
{
    private const int MostTreatments = 5;
    private const int MostGoals = 3;
    private const int Whole = 100_000;

    public async Task<JsonObject> CreateAsync(string project, Call call)
    {
        _ = await store.GetAsync(Names.Project(project), call.CancellationToken);
        var name = call.Body.RequiredName("name");
        var path = Names.Resource(project, "experiment", name);
        var json = new JsonObject { ["project"] = Names.Arn(Names.Project(project)), ["status"] = "CREATED", ["type"] = "aws.evidently.onlineab", ["samplingRate"] = Whole };
        _ = call.Body.RequiredObjects("metricGoals", 1, MostGoals);
        _ = call.Body.RequiredObjects("treatments", 2, MostTreatments);
        await SetAsync(json, name, project, call);
        json.SetCommon(call.Body);
        return Answer(await store.CreateAsync(path, json, call.CancellationToken));
    }

    public async Task<JsonObject> GetAsync(string project, string experiment, Call call) => Answer((await FindAsync(project, experiment, call)).Json);

    public async Task<JsonObject> ListAsync(string project, Call call)
    {
        _ = await store.GetAsync(Names.Project(project), call.CancellationToken);
        var experiments = (await store.ListAsync(Names.Resource(project, "experiment", ""), call.CancellationToken));
        var status = call.Query["status"].FirstOrDefault();
        return call.Page("experiments", experiments.Where(experiment => status is null || experiment.Status == status), 100, experiment => experiment.Json);
    }

    public async Task<JsonObject> UpdateAsync(string project, string experiment, Call call)
    {
        var resource = await FindAsync(project, experiment, call);
        if (resource.Status is not ("CREATED" or "RUNNING")) throw EvidentlyException.Conflict("experiment", experiment, $"The experiment '{experiment}' is {resource.Status} and changes no more.");
        if (resource.Status == "RUNNING" && (call.Body.Has("treatments") || call.Body.Has("onlineAbConfig") || call.Body.Has("randomizationSalt")))
            throw EvidentlyException.Conflict("experiment", experiment, $"The experiment '{experiment}' is running: its treatments, weights and salt stay, or entities would be moved.");
        if (call.Body.Flag("removeSegment")) resource.Json.Remove("segment");
        await SetAsync(resource.Json, experiment, project, call);
        resource.Json.SetDescription(call.Body);
        await store.UpdateAsync(resource, call.CancellationToken);
        return Answer(resource.Json);
    }

    public async Task<JsonObject> DeleteAsync(string project, string experiment, Call call)
    {
        var resource = await FindAsync(project, experiment, call);
        if (resource.Status == "RUNNING") throw EvidentlyException.Conflict("experiment", experiment, $"The experiment '{experiment}' is running; stop it first.");
        await store.DeleteAsync(resource, call.CancellationToken);
        return [];
    }

    public async Task<JsonObject> StartAsync(string project, string experiment, Call call)
    {
        var resource = await FindAsync(project, experiment, call);
        var end = ResourceStore.Seconds(call.Body.RequiredTime("analysisCompleteTime"));
        if (end <= store.Now) throw EvidentlyException.Invalid("analysisCompleteTime", $"{end}", "a time after now");
        resource.Json["schedule"] = new JsonObject { ["analysisCompleteTime"] = end };
        await Shared.StartAsync(store, resource, "treatments", call.CancellationToken);
        return new JsonObject { ["startedTime"] = resource.Json["execution"]!["startedTime"]!.DeepClone() };
    }

    public async Task<JsonObject> StopAsync(string project, string experiment, Call call) => await Shared.StopAsync(store, await FindAsync(project, experiment, call), call);

    public Task<Resource> FindAsync(string project, string experiment, Call call) =>
        store.GetAsync(Names.Resource(project, "experiment", experiment), call.CancellationToken);

    private async Task SetAsync(JsonObject json, string name, string project, Call call)
    {
        json.SetSalt(call.Body, name);
        if (call.Body.Number("samplingRate", 0, Whole) is { } rate)
        {
            if ((string?)json["status"] == "RUNNING" && rate < (long)json["samplingRate"]!)
                throw EvidentlyException.Invalid("samplingRate", $"{rate}", $"at least {json["samplingRate"]} while it runs: who is in stays in");
            json["samplingRate"] = rate;
        }

        if (call.Body.Objects("metricGoals", 1, MostGoals) is { } goals) json["metricGoals"] = Shared.Metrics(goals, withGoal: true);
        if (call.Body.Objects("treatments", 2, MostTreatments) is { } treatments)
            json["treatments"] = Shared.Arms(treatments, "treatments", await Shared.FeaturesAsync(store, project, call.CancellationToken));
        if (call.Body.Text("segment", 0, 2048) is { Length: > 0 } segment)
            json["segment"] = (string?)(await store.GetAsync(Names.Segments + Names.OfReference(segment, "segment"), call.CancellationToken)).Json["arn"];
        SetSplit(json, call.Body.Object("onlineAbConfig"), isNew: call.Body.Has("treatments"));
    }

    /// <summary>The control is the first treatment and weights are equal, if nothing is said; what was said of other treatments is forgotten with them.</summary>
    private static void SetSplit(JsonObject json, Fields? config, bool isNew)
    {
        var names = json["treatments"]!.AsArray().Select(treatment => (string)treatment!["name"]!).ToList();
        var previous = json["onlineAbDefinition"];
        var before = (string?)previous?["controlTreatmentName"];
        var control = config?.Name("controlTreatmentName") ?? (isNew && !names.Contains(before!) ? names[0] : before ?? names[0]);
        if (!names.Contains(control)) throw EvidentlyException.Invalid("controlTreatmentName", control, $"one of the treatments {string.Join(", ", names)}");
        var weights = config?.Weights("treatmentWeights");
        if (weights?.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown) throw EvidentlyException.Invalid("treatmentWeights", unknown, $"one of the treatments {string.Join(", ", names)}");
        if (weights is not null && weights.Values.Sum() is 0 or > Whole) throw EvidentlyException.Invalid("treatmentWeights", $"{weights.Values.Sum()} in all", $"1 to {Whole} in all");
        json["onlineAbDefinition"] = new JsonObject
        {
            ["controlTreatmentName"] = control,
            ["treatmentWeights"] = weights is null
                ? (isNew ? null : previous?["treatmentWeights"]?.DeepClone()) ?? new JsonObject(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, Whole / names.Count)))
                : new JsonObject(weights.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
        };
    }

    private static JsonObject Answer(JsonObject experiment) => new() { ["experiment"] = experiment };
}
