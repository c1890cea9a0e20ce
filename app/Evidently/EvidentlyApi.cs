using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Events;
using RoomTypes.Evidently.Resources;
using RoomTypes.Http;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;

namespace RoomTypes.Evidently;

/// <summary>
/// The API of CloudWatch Evidently (2021-02-01), which AWS ended in 2025, with the same paths, members, errors and limits: clients of that
/// time work against it unchanged. What it keeps lies in the event store.
/// </summary>
internal sealed class EvidentlyApi
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Never within HTML: quotation marks may stay readable.</summary>
    private static readonly JsonWriterOptions Answered = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Projects _projects;
    private readonly Features _features;
    private readonly Launches _launches;
    private readonly Resources.Experiments _experiments;
    private readonly Segments _segments;
    private readonly Tags _tags;
    private readonly Evaluations _evaluations;
    private readonly ProjectEvents _events;
    private readonly Results _results;
    private readonly ProjectCache _cache;
    private readonly EvidentlyAccess _access;
    private readonly RequestOptions _options;
    private readonly MemoryBudget _budget;
    private readonly ILogger<EvidentlyApi> _log;

    public EvidentlyApi(IEventStore store, IEventLog events, EvidentlyApiOptions access, EventOptions kept, RequestOptions options, MemoryBudget budget, TimeProvider time, ILogger<EvidentlyApi> log)
    {
        _access = new EvidentlyAccess(access);
        (_options, _budget) = (options, budget);
        var resources = new ResourceStore(store, time);
        _cache = new ProjectCache(store, time);
        _projects = new Projects(resources);
        _features = new Features(resources);
        _launches = new Launches(resources);
        _experiments = new Resources.Experiments(resources);
        _segments = new Segments(resources);
        _tags = new Tags(resources);
        _evaluations = new Evaluations(_cache, events, time);
        _events = new ProjectEvents(_cache, events, time, TimeSpan.FromDays(kept.RetentionDays));
        _results = new Results(store, _experiments, TimeSpan.FromMinutes(access.ResultsAfterMinutes), time);
        _log = log;
    }

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var deadline = context.BeginDeadline(_options);
        try
        {
            _access.Verify(context);
            RequestBody.VerifyHead(context.Request, MaxBytes);
            var path = Names.Parts(context.Request.Path.Value!);
            var call = new Call(await ReadAsync(context, deadline.Token), context.Request.Query, context.Request.Headers["amz-sdk-invocation-id"].ToString(), deadline.Token);
            var answer = await DispatchAsync(context.Request.Method, path, call);
            if (context.Request.Method is not "GET" && path is not (["events", ..] or [.., "evaluations"] or [.., "evaluations", _] or [.., "results"])) _cache.Clear();
            await WriteAsync(context, StatusCodes.Status200OK, answer);
        }
        catch (EvidentlyException exception)
        {
            await WriteAsync(context, exception);
        }
        catch (ServiceException exception) when (exception.Kind == ErrorKind.Overloaded)
        {
            await WriteAsync(context, EvidentlyException.Throttled(exception.Message));
        }
        catch (Exception exception) when (exception is ServiceException or ArgumentException or FormatException)
        {
            await WriteAsync(context, EvidentlyException.Refused(exception.Message, "cannotParse"));
        }
        catch (OperationCanceledException) when (deadline.IsOver)
        {
            await WriteAsync(context, EvidentlyException.Unavailable(deadline.Exceeded().Message));
        }
        catch (EventStoreException exception)
        {
            _log.RequestFailed(context.TraceIdentifier, exception);
            await WriteAsync(context, EvidentlyException.Unavailable("The event store cannot be reached now; send the request again."));
        }
    }

    private async Task<Fields> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!EvidentlyAccess.HasBody(context.Request)) return Fields.Parse([]);
        using var memory = _budget.Open(Callers.Of(context, _options));
        using var body = await RequestBody.ReadAsync(context.Request, MaxBytes, memory, cancellationToken);
        return Fields.Parse(body.Memory.Span);
    }

    private Task<JsonObject> DispatchAsync(string method, string[] path, Call call)
    {
        if (path is ["projects", var reference, ..])
        {
            path[1] = Names.OfReference(reference, "project");
            return DispatchProjectAsync(method, path[1], path[2..], call);
        }

        if (path is ["segments", var segment, ..]) path[1] = Names.OfReference(segment, "segment");
        return (method, path) switch
        {
            ("POST", ["projects"]) => _projects.CreateAsync(call),
            ("GET", ["projects"]) => _projects.ListAsync(call),
            ("POST", ["events", "projects", var project]) => _events.PutAsync(Names.OfReference(project, "project"), call),
            ("POST", ["segments"]) => _segments.CreateAsync(call),
            ("GET", ["segments"]) => _segments.ListAsync(call),
            ("GET", ["segments", var name]) => _segments.GetAsync(name, call),
            ("DELETE", ["segments", var name]) => _segments.DeleteAsync(name, call),
            ("GET", ["segments", var name, "references"]) => _segments.ListReferencesAsync(name, call),
            ("POST", ["test-segment-pattern"]) => Task.FromResult(Segments.Test(call)),
            ("GET", ["tags", .. var arn]) => _tags.ListAsync(string.Join('/', arn), call),
            ("POST", ["tags", .. var arn]) => _tags.AddAsync(string.Join('/', arn), call),
            ("DELETE", ["tags", .. var arn]) => _tags.RemoveAsync(string.Join('/', arn), call),
            _ => throw Unknown(method, path),
        };
    }

    private Task<JsonObject> DispatchProjectAsync(string method, string project, string[] path, Call call) => (method, path) switch
    {
        ("GET", []) => _projects.GetAsync(project, call),
        ("PATCH", []) => _projects.UpdateAsync(project, call),
        ("DELETE", []) => _projects.DeleteAsync(project, call),
        ("PATCH", ["data-delivery"]) => _projects.UpdateDeliveryAsync(project, call),
        ("POST", ["features"]) => _features.CreateAsync(project, call),
        ("GET", ["features"]) => _features.ListAsync(project, call),
        ("GET", ["features", var name]) => _features.GetAsync(project, name, call),
        ("PATCH", ["features", var name]) => _features.UpdateAsync(project, name, call),
        ("DELETE", ["features", var name]) => _features.DeleteAsync(project, name, call),
        ("POST", ["launches"]) => _launches.CreateAsync(project, call),
        ("GET", ["launches"]) => _launches.ListAsync(project, call),
        ("GET", ["launches", var name]) => _launches.GetAsync(project, name, call),
        ("PATCH", ["launches", var name]) => _launches.UpdateAsync(project, name, call),
        ("DELETE", ["launches", var name]) => _launches.DeleteAsync(project, name, call),
        ("POST", ["launches", var name, "start"]) => _launches.StartAsync(project, name, call),
        ("POST", ["launches", var name, "cancel"]) => _launches.StopAsync(project, name, call),
        ("POST", ["experiments"]) => _experiments.CreateAsync(project, call),
        ("GET", ["experiments"]) => _experiments.ListAsync(project, call),
        ("GET", ["experiments", var name]) => _experiments.GetAsync(project, name, call),
        ("PATCH", ["experiments", var name]) => _experiments.UpdateAsync(project, name, call),
        ("DELETE", ["experiments", var name]) => _experiments.DeleteAsync(project, name, call),
        ("POST", ["experiments", var name, "start"]) => _experiments.StartAsync(project, name, call),
        ("POST", ["experiments", var name, "cancel"]) => _experiments.StopAsync(project, name, call),
        ("POST", ["experiments", var name, "results"]) => _results.GetAsync(project, name, call),
        ("POST", ["evaluations"]) => _evaluations.EvaluateBatchAsync(project, call),
        ("POST", ["evaluations", var feature]) => _evaluations.EvaluateAsync(project, feature, call),
        _ => throw Unknown(method, ["projects", project, .. path]),
    };

    private static EvidentlyException Unknown(string method, string[] path) =>
        EvidentlyException.Refused($"There is no operation {method} /{string.Join('/', path)}.", "unknownOperation");

    private static Task WriteAsync(HttpContext context, EvidentlyException exception)
    {
        context.Response.Headers["x-amzn-ErrorType"] = exception.Type;
        var json = new JsonObject { ["message"] = exception.Message };
        if (exception.Type == "ValidationException") json["reason"] = exception.Reason;
        if (exception.Field is { } field) json["fieldList"] = new JsonArray(new JsonObject { ["name"] = field, ["message"] = exception.Message });
        if (exception.ResourceId is { } id) json["resourceId"] = id;
        if (exception.ResourceType is { } type) json["resourceType"] = type;
        return WriteAsync(context, exception.Status, json);
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject json)
    {
        context.Response.StatusCode = status;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Answered)) json.WriteTo(writer);
        return Answers.WriteAsync(context, MediaTypes.Json, buffer.WrittenMemory);
    }
}
