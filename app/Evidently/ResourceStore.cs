using System.Text.Json.Nodes;
using RoomTypes.Events;

namespace RoomTypes.Evidently;

/// <summary>A resource as it is kept: the API's own JSON, with the version that was read.</summary>
/// <param name="Path">Its document.</param>
/// <param name="Json">Its members.</param>
/// <param name="Version">0 for a new one.</param>
internal sealed record Resource(string Path, JsonObject Json, long Version)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string? Status => (string?)Json["status"];
}

/// <summary>Keeps resources as documents of the event store.</summary>
internal sealed class ResourceStore(IEventStore store, TimeProvider time)
{
    /// <summary>Seconds since 1970, as the API tells times.</summary>
    public double Now => Seconds(time.GetUtcNow());

    public static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>The resource of that document; null if there is none.</summary>
    public async Task<Resource?> FindAsync(string path, CancellationToken cancellationToken) =>
        await store.GetDocumentAsync(path, cancellationToken) is { } document ? Read(document) : null;

    /// <summary>The resource of that document.</summary>
    /// <exception cref="EvidentlyException">There is none.</exception>
    public async Task<Resource> GetAsync(string path, CancellationToken cancellationToken) =>
        await FindAsync(path, cancellationToken) ?? throw EvidentlyException.NotFound(Kind(path), path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>Every resource whose path starts so and has no further parts.</summary>
    public async Task<IReadOnlyList<Resource>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        [.. (await store.ListDocumentsAsync(prefix, cancellationToken)).Where(document => !document.Path[prefix.Length..].Contains('/')).Select(Read)];

    /// <summary>Every resource below.</summary>
    public async Task<IReadOnlyList<Resource>> ListTreeAsync(string prefix, CancellationToken cancellationToken) =>
        [.. (await store.ListDocumentsAsync(prefix, cancellationToken)).Select(Read)];

    /// <summary>Adds a resource, dates it and names it.</summary>
    /// <exception cref="EvidentlyException">There is one already.</exception>
    public async Task<JsonObject> CreateAsync(string path, JsonObject json, CancellationToken cancellationToken)
    {
        var now = Now;
        var name = path[(path.LastIndexOf('/') + 1)..];
        json["name"] = name;
        json["arn"] = Names.Arn(path);
        json["createdTime"] = now;
        json["lastUpdatedTime"] = now;
        if (await store.PutDocumentAsync(new StoredDocument(path, json.ToJsonString(), 0), cancellationToken)) return json;
        throw EvidentlyException.Conflict(Kind(path), name, $"There is a {Kind(path)} '{name}' already.");
    }

    /// <summary>Writes a changed resource and dates it.</summary>
    /// <exception cref="EvidentlyException">Somebody else has changed it meanwhile.</exception>
    public async Task UpdateAsync(Resource resource, CancellationToken cancellationToken)
    {
        resource.Json["lastUpdatedTime"] = Now;
        if (!await store.PutDocumentAsync(new StoredDocument(resource.Path, resource.Json.ToJsonString(), resource.Version), cancellationToken)) throw Changed(resource);
    }

    /// <summary>Deletes a resource.</summary>
    /// <exception cref="EvidentlyException">Somebody else has changed it meanwhile.</exception>
    public async Task DeleteAsync(Resource resource, CancellationToken cancellationToken)
    {
        if (!await store.DeleteDocumentAsync(resource.Path, resource.Version, cancellationToken)) throw Changed(resource);
    }

    private static EvidentlyException Changed(Resource resource) =>
        EvidentlyException.Conflict(Kind(resource.Path), resource.Name, $"The {Kind(resource.Path)} '{resource.Name}' was changed by somebody else meanwhile; try again.");

    /// <summary>An experiment whose time is over is completed for whoever reads it, so that it is in nobody's way and counts as active nowhere.</summary>
    private Resource Read(StoredDocument document)
    {
        var resource = new Resource(document.Path, (JsonObject)JsonNode.Parse(document.Body)!, document.Version);
        if (resource.Status != "RUNNING" || resource.Json["schedule"]?["analysisCompleteTime"] is not { } end || (double)end > Now) return resource;
        resource.Json["status"] = "COMPLETED";
        resource.Json["execution"]!["endedTime"] = (double)end;
        return resource;
    }

    private static string Kind(string path) => path.Split('/')[^2];
}
