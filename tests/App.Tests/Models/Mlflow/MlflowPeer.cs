using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RoomTypes.Tests.Models.Mlflow;

/// <summary>A version that the peer has.</summary>
internal sealed record PeerVersion(string Folder)
{
    public string Stage { get; init; } = "None";

    public string Status { get; init; } = "READY";

    /// <summary>Where its artifacts are said to be; null for the peer's own.</summary>
    public string? Uri { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];
}

/// <summary>
/// An MLflow tracking server with the artifact proxy, as far as readers of its registry meet it: its routes, answers and errors
/// (mlflow/protos/model_registry.proto, mlflow/protos/mlflow_artifacts.proto), with empty members left out as its JSON has them.
/// </summary>
internal sealed class MlflowPeer : IAsyncDisposable
{
    private const string Name = "room-type";
    private readonly WebApplication _server;

    private MlflowPeer(WebApplication server)
    {
        _server = server;
        server.Use(async (context, next) =>
        {
            var path = context.Request.Path.Value!;
            var count = Requests.AddOrUpdate(path, 1, (_, known) => known + 1);
            if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}") await Results.Text("{}", "application/json", statusCode: 401).ExecuteAsync(context);
            else if (Fault(path, count) is { } fault) await fault.ExecuteAsync(context);
            else await next(context);
        });
        server.MapGet("/api/2.0/mlflow/registered-models/get", (string name) => name == Name ? Json(new() { ["registered_model"] = Model() }) : Missing($"Registered Model with name={name} not found"));
        server.MapGet("/api/2.0/mlflow/registered-models/alias", (string alias) => Aliases.TryGetValue(alias, out var version)
            ? Json(new() { ["model_version"] = Version(version) })
            : Error(400, "INVALID_PARAMETER_VALUE", $"Registered model alias {alias} not found."));
        server.MapGet("/api/2.0/mlflow/model-versions/get", (string version) => Versions.ContainsKey(version) ? Json(new() { ["model_version"] = Version(version) }) : Missing($"Model Version (name={Name}, version={version}) not found"));
        server.MapGet("/api/2.0/mlflow/model-versions/get-download-uri", (string version) => Json(new() { ["artifact_uri"] = UriOf(version) }));
        server.MapGet("/api/2.0/mlflow-artifacts/artifacts/1/models/{version}/artifacts/{file}", (string version, string file) =>
            Versions.TryGetValue(version, out var known) && File.Exists(Path.Combine(known.Folder, file)) ? Results.File(Path.Combine(known.Folder, file)) : Missing($"No such artifact: '{file}'"));
    }

    public string Address => _server.Urls.Single();

    /// <summary>Versions by MLflow's number.</summary>
    public ConcurrentDictionary<string, PeerVersion> Versions { get; } = [];

    public ConcurrentDictionary<string, string> Aliases { get; } = [];

    public ConcurrentDictionary<string, int> Requests { get; } = [];

    /// <summary>Answers the n-th request of a path, from 1, in place of the peer; null leaves it to it.</summary>
    public Func<string, int, IResult?> Fault { get; set; } = (_, _) => null;

    /// <summary>What callers have to show; null for nothing.</summary>
    public string? Token { get; set; }

    public static async Task<MlflowPeer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var peer = new MlflowPeer(builder.Build());
        await peer._server.StartAsync();
        return peer;
    }

    public static string ArtifactOf(string version, string file) => $"/api/2.0/mlflow-artifacts/artifacts/1/models/{version}/artifacts/{file}";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static IResult Json(JsonObject json) => Results.Text(json.ToJsonString(), "application/json");

    private static IResult Error(int status, string code, string message) => Results.Text(new JsonObject { ["error_code"] = code, ["message"] = message }.ToJsonString(), "application/json", statusCode: status);

    private static IResult Missing(string message) => Error(404, "RESOURCE_DOES_NOT_EXIST", message);

    private string UriOf(string version) => Versions[version].Uri ?? $"mlflow-artifacts:/1/models/{version}/artifacts";

    private JsonObject Model()
    {
        var model = new JsonObject { ["name"] = Name, ["creation_timestamp"] = 1_764_000_000_000, ["last_updated_timestamp"] = 1_764_000_000_000 };
        var latest = Versions.GroupBy(version => version.Value.Stage).Select(stage => (JsonNode)Version(stage.MaxBy(version => int.Parse(version.Key, null)).Key)).ToArray();
        if (latest.Length > 0) model["latest_versions"] = new JsonArray(latest);
        if (!Aliases.IsEmpty) model["aliases"] = new JsonArray([.. Aliases.OrderBy(alias => alias.Key, StringComparer.Ordinal).Select(alias => new JsonObject { ["alias"] = alias.Key, ["version"] = alias.Value })]);
        return model;
    }

    private JsonObject Version(string number)
    {
        var known = Versions[number];
        var version = new JsonObject
        {
            ["name"] = Name,
            ["version"] = number,
            ["creation_timestamp"] = 1_764_000_000_000,
            ["last_updated_timestamp"] = 1_764_000_000_000,
            ["current_stage"] = known.Stage,
            ["description"] = "",
            ["source"] = UriOf(number),
            ["run_id"] = "0f5e2c",
            ["status"] = known.Status,
            ["run_link"] = "",
        };
        if (known.Tags.Count > 0) version["tags"] = new JsonArray([.. known.Tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]);
        var aliases = Aliases.Where(alias => alias.Value == number).Select(alias => (JsonNode)alias.Key).ToArray();
        if (aliases.Length > 0) version["aliases"] = new JsonArray(aliases);
        return version;
    }
}
