using System.Text.Json.Nodes;

namespace RoomTypes.Evidently.Resources;

/// <summary>Projects: what features, launches and experiments belong to.</summary>
internal sealed class Projects(ResourceStore store)
{
    public async Task<JsonObject> CreateAsync(Call call)
    {
        var name = call.Body.RequiredName("name");
        if (call.Body.Has("appConfigResource")) throw NoAppConfig();
        var json = new JsonObject { ["status"] = "AVAILABLE" };
        json.SetCommon(call.Body);
        if (call.Body.Object("dataDelivery") is { } delivery) json["dataDelivery"] = Delivery(delivery);
        return Answer(await ShownAsync(new Resource(Names.Project(name), await store.CreateAsync(Names.Project(name), json, call.CancellationToken), 1), call));
    }

    public async Task<JsonObject> GetAsync(string project, Call call) =>
        Answer(await ShownAsync(await store.GetAsync(Names.Project(project), call.CancellationToken), call));

    public async Task<JsonObject> ListAsync(Call call)
    {
        var all = await store.ListTreeAsync(Names.Projects, call.CancellationToken);
        var projects = all.Where(resource => !resource.Path[Names.Projects.Length..].Contains('/'));
        return call.Page("projects", projects, 50, project =>
        {
            var shown = Shown(project, all);
            shown.Remove("dataDelivery");
            return shown;
        });
    }

    public async Task<JsonObject> UpdateAsync(string project, Call call)
    {
        var resource = await store.GetAsync(Names.Project(project), call.CancellationToken);
        if (call.Body.Has("appConfigResource")) throw NoAppConfig();
        resource.Json.SetDescription(call.Body);
        await store.UpdateAsync(resource, call.CancellationToken);
        return Answer(await ShownAsync(resource, call));
    }

    public async Task<JsonObject> UpdateDeliveryAsync(string project, Call call)
    {
        var resource = await store.GetAsync(Names.Project(project), call.CancellationToken);
        resource.Json["dataDelivery"] = Delivery(call.Body);
        await store.UpdateAsync(resource, call.CancellationToken);
        return Answer(await ShownAsync(resource, call));
    }

    public async Task<JsonObject> DeleteAsync(string project, Call call)
    {
        var resource = await store.GetAsync(Names.Project(project), call.CancellationToken);
        var parts = await store.ListTreeAsync($"{resource.Path}/", call.CancellationToken);
        if (parts.Count > 0) throw EvidentlyException.Conflict("project", project, $"The project '{project}' still has {parts.Count} features, launches or experiments; delete them first.");
        await store.DeleteAsync(resource, call.CancellationToken);
        return [];
    }

    /// <summary>Where events of a project were to be delivered: kept and told. Events stay in the event store; ./run export delivers them.</summary>
    private static JsonObject Delivery(Fields body)
    {
        var json = new JsonObject();
        if (body.Object("cloudWatchLogs") is { } logs) json["cloudWatchLogs"] = new JsonObject { ["logGroup"] = logs.RequiredText("logGroup", 1, 512) };
        if (body.Object("s3Destination") is not { } bucket) return json;
        var destination = new JsonObject { ["bucket"] = bucket.RequiredText("bucket", 3, 63) };
        if (bucket.Text("prefix", 1, 1024) is { } prefix) destination["prefix"] = prefix;
        json["s3Destination"] = destination;
        return json;
    }

    private async Task<JsonObject> ShownAsync(Resource project, Call call) => Shown(project, await store.ListTreeAsync($"{project.Path}/", call.CancellationToken));

    private static JsonObject Shown(Resource project, IReadOnlyList<Resource> all)
    {
        var json = project.Json.DeepClone().AsObject();
        Count("feature", "featureCount", null);
        Count("launch", "launchCount", "activeLaunchCount");
        Count("experiment", "experimentCount", "activeExperimentCount");
        return json;

        void Count(string kind, string member, string? activeMember)
        {
            var parts = all.Where(resource => resource.Path.StartsWith($"{project.Path}/{kind}/", StringComparison.Ordinal)).ToList();
            json[member] = parts.Count;
            if (activeMember is not null) json[activeMember] = parts.Count(part => part.Status == "RUNNING");
        }
    }

    private static EvidentlyException NoAppConfig() =>
        EvidentlyException.Refused("appConfigResource is not offered: this service evaluates features itself. Leave it out.", "fieldValidationFailed");

    private static JsonObject Answer(JsonObject project) => new() { ["project"] = project };
}
