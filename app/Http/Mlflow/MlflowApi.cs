using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Http.Parsing;
using RoomTypes.Models;
using RoomTypes.Recognition;

namespace RoomTypes.Http.Mlflow;

/// <summary>
/// MLflow's REST API of registered models, versions, aliases and artifacts over the service's registry: its clients work as they are. Who changes
/// something shows the admin token, which MLflow's clients take from MLFLOW_TRACKING_TOKEN (decision 0090).
/// </summary>
internal sealed class MlflowApi(
    IModelRegistryStore store, IModelSource source, AdminAccess access, MemoryBudget budget, RequestOptions options, TimeProvider time, ILogger<MlflowApi> log)
{
    private const int MaxBytes = 256 * 1024;

    /// <summary>Never within HTML: quotation marks may stay readable.</summary>
    private static readonly JsonWriterOptions Answered = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What MLflow can do and this registry does otherwise, or not at all.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["model-versions/transition-stage"] = "A version is measured before it is promoted: ./run model promote, rollback and archive change stages.",
        ["model-versions/update"] = "A description is set when the version is made; set a tag instead.",
        ["model-versions/delete"] = "Versions stay, since answers name them: ./run model archive takes one out of use.",
        ["registered-models/update"] = "A description is set when the model is made; set a tag instead.",
        ["registered-models/rename"] = "Manifests name their model, and answers name it: register its versions under another name.",
        ["registered-models/delete"] = "Versions stay, since answers name them: ./run model archive takes one out of use.",
    };

    private readonly MlflowChanges _changes = new(store, time);
    private readonly MlflowArtifacts _artifacts = new(store, source);

    /// <summary>Answers one request of the registry.</summary>
    public Task HandleAsync(HttpContext context) => GuardAsync(context, async cancellationToken =>
    {
        var (method, operation) = (context.Request.Method, $"{context.Request.RouteValues["operation"]}".TrimEnd('/'));
        if (IsChange(method, operation)) access.Verify(context.Request);
        var answer = await DispatchAsync(method, operation, await ReadAsync(context, cancellationToken), cancellationToken);
        await WriteAsync(context, StatusCodes.Status200OK, answer);
    });

    /// <summary>Lists files, or answers one.</summary>
    public Task HandleArtifactsAsync(HttpContext context) => GuardAsync(context, async cancellationToken =>
    {
        if (!HttpMethods.IsGet(context.Request.Method)) throw new MlflowException(MlflowException.NotImplemented, "Artifacts are only read here: register a version by its folder, ./run model add FOLDER.");
        if ($"{context.Request.RouteValues["path"]}" is not { Length: > 0 } path) await WriteAsync(context, StatusCodes.Status200OK, await _artifacts.ListAsync(context.Request.Query["path"], cancellationToken));
        else await (await _artifacts.GetAsync(path, cancellationToken)).ExecuteAsync(context);
    });

    private static bool IsChange(string method, string operation) => !HttpMethods.IsGet(method) && operation is not ("registered-models/search" or "registered-models/get-latest-versions" or "model-versions/search");

    private async Task<JsonObject> DispatchAsync(string method, string operation, MlflowFields fields, CancellationToken cancellationToken) => (method, operation) switch
    {
        ("POST", "registered-models/create") => await _changes.CreateModelAsync(fields, cancellationToken),
        ("POST", "registered-models/alias") => await _changes.SetAliasAsync(fields, cancellationToken),
        ("DELETE", "registered-models/alias") => await _changes.DeleteAliasAsync(fields, cancellationToken),
        ("POST", "registered-models/set-tag") => await _changes.TagModelAsync(fields, isSet: true, cancellationToken),
        ("DELETE", "registered-models/delete-tag") => await _changes.TagModelAsync(fields, isSet: false, cancellationToken),
        ("POST", "model-versions/create") => await _changes.CreateVersionAsync(fields, cancellationToken),
        ("POST", "model-versions/set-tag") => await _changes.TagVersionAsync(fields, isSet: true, cancellationToken),
        ("DELETE", "model-versions/delete-tag") => await _changes.TagVersionAsync(fields, isSet: false, cancellationToken),
        _ => Read(method, operation, fields, (await store.ReadAsync(cancellationToken)).Registry),
    };

    private static JsonObject Read(string method, string operation, MlflowFields fields, ModelRegistry registry)
    {
        switch (method, operation)
        {
            case ("GET", "registered-models/get"):
                registry.RequireName(fields.Text("name"));
                return new() { ["registered_model"] = MlflowEntities.Write(registry, fields.Text("name")) };
            case ("GET" or "POST", "registered-models/search"):
                return MlflowSearch.Models(fields, registry);
            case ("GET" or "POST", "registered-models/get-latest-versions"):
                return Latest(fields, registry);
            case ("GET", "registered-models/alias"):
                return new() { ["model_version"] = MlflowEntities.Write(registry, Aliased(registry, fields.Text("name"), fields.Text("alias"))) };
            case ("GET", "model-versions/get"):
                return new() { ["model_version"] = MlflowEntities.Write(registry, MlflowChanges.Require(registry, fields.Text("name"), fields.Text("version"))) };
            case ("GET" or "POST", "model-versions/search"):
                return MlflowSearch.Versions(fields, registry);
            case ("GET", "model-versions/get-download-uri"):
                return new() { ["artifact_uri"] = MlflowEntities.UriOf(MlflowChanges.Require(registry, fields.Text("name"), fields.Text("version"))) };
            default:
                throw Elsewhere.TryGetValue(operation, out var how)
                    ? new MlflowException(MlflowException.NotImplemented, $"{operation} is not done here. {how}")
                    : new MlflowException(MlflowException.NoEndpoint, $"There is no {method} {Quote.Of(operation)} here; there are registered models, model versions and their aliases and tags.");
        }
    }

    private static JsonObject Latest(MlflowFields fields, ModelRegistry registry)
    {
        registry.RequireName(fields.Text("name"));
        var stages = fields.Texts("stages");
        var latest = MlflowEntities.Latest(registry.Models.Where(model => model.Name == fields.Text("name")))
            .Where(model => stages.Count == 0 || stages.Contains(MlflowEntities.StageOf(model), StringComparer.OrdinalIgnoreCase));
        return new() { ["model_versions"] = new JsonArray([.. latest.Select(model => MlflowEntities.Write(registry, model))]) };
    }

    // Clients know an alias that is missing by this code and sentence.
    private static RegisteredModel Aliased(ModelRegistry registry, string name, string alias)
    {
        registry.RequireName(name);
        return registry.VersionOf(name, alias) is { } version ? MlflowChanges.Require(registry, name, version) : throw MlflowException.Refused($"Registered model alias {(alias.Length > 80 ? alias[..80] : alias)} not found.");
    }

    private async Task<MlflowFields> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var hasBody = request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;
        if (!hasBody || (HttpMethods.IsGet(request.Method) && request.Query.Count > 0)) return MlflowFields.Read(request.Query);
        RequestBody.VerifyHead(request, MaxBytes);
        using var memory = budget.Open(Callers.Of(context, options));
        using var body = await RequestBody.ReadAsync(request, MaxBytes, memory, cancellationToken);
        return MlflowFields.Read(body.Memory);
    }

    private async Task GuardAsync(HttpContext context, Func<CancellationToken, Task> answer)
    {
        var deadline = context.BeginDeadline(options);
        try
        {
            await answer(deadline.Token);
        }
        catch (Exception exception) when (!context.Response.HasStarted && Refusal(exception, deadline) is { } refusal)
        {
            if (refusal.Code is MlflowException.Unavailable) log.RequestFailed(context.TraceIdentifier, exception);
            await WriteAsync(context, refusal);
        }
    }

    private static MlflowException? Refusal(Exception exception, Deadline deadline) => exception switch
    {
        MlflowException refusal => refusal,
        RegistryException refusal => new(refusal.Fault switch
        {
            RegistryFault.NotFound => MlflowException.Unknown,
            RegistryFault.Exists => MlflowException.Exists,
            RegistryFault.Invalid => MlflowException.Invalid,
            _ => MlflowException.Unavailable,
        }, refusal.Message),
        ModelUnavailableException => new(MlflowException.Unavailable, exception.Message),
        ServiceException refusal => new(refusal.Kind switch
        {
            ErrorKind.Forbidden => MlflowException.Denied,
            ErrorKind.Unauthenticated => MlflowException.Unauthenticated,
            ErrorKind.Overloaded => MlflowException.TooMany,
            ErrorKind.NotReady => MlflowException.Unavailable,
            ErrorKind.DeadlineExceeded or ErrorKind.TooSlow => MlflowException.TooLate,
            _ => MlflowException.Invalid,
        }, refusal.Message),
        OperationCanceledException when deadline.IsOver => new(MlflowException.TooLate, deadline.Exceeded().Message),
        _ => null,
    };

    private static Task WriteAsync(HttpContext context, MlflowException refusal)
    {
        if (refusal.Code == MlflowException.Unauthenticated) context.Response.Headers.WWWAuthenticate = AdminAccess.Challenge;
        return WriteAsync(context, refusal.Status, new() { ["error_code"] = refusal.Code, ["message"] = refusal.Message });
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject json)
    {
        context.Response.StatusCode = status;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Answered)) json.WriteTo(writer);
        return Answers.WriteAsync(context, MediaTypes.Json, buffer.WrittenMemory);
    }
}
