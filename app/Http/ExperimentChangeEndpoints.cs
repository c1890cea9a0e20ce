using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using RoomTypes.Experiments.Changes;
using RoomTypes.Http.OpenApi;
using RoomTypes.Http.Parsing;
using RoomTypes.Json;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>What a change of an experiment is answered with.</summary>
/// <param name="Revision">The state of the experiments file after it, for If-Match of the next change.</param>
/// <param name="From">From when it counts.</param>
/// <param name="Experiment">The experiment as it is now.</param>
public sealed record ExperimentChanged(string Revision, DateTimeOffset From, ExperimentDescription Experiment);

/// <summary>Another allocation; what is absent stays.</summary>
/// <param name="Weights">Shares of each other by variation, 1 to 100,000 each, of every variation of the experiment.</param>
/// <param name="Exposure">How many of 100,000 entities take part; while the experiment runs it only grows.</param>
public sealed record AllocationBody(IReadOnlyDictionary<string, int>? Weights, int? Exposure);

/// <summary>Reads and writes changes without reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ExperimentChanged))]
[JsonSerializable(typeof(AllocationBody))]
internal sealed partial class ExperimentChangeJson : JsonSerializerContext;

/// <summary>
/// POST /v1/experiments/{name}/start and stop, PUT /v1/experiments/{name}/allocation: for who shows the admin token, in a document of their own. The
/// gateway does not pass them on (decision 0077).
/// </summary>
internal static class ExperimentChangeEndpoints
{
    private const int MaxBytes = 16 * 1024;

    /// <summary>Maps them.</summary>
    public static void MapExperimentChanges(this WebApplication app)
    {
        var access = app.Services.GetRequiredService<AdminAccess>();
        var routes = app.MapGroup("/v1/experiments/{name}").WithGroupName(DocumentName.Changes).WithTags("Experiments").AddEndpointFilter((invocation, next) => access.FilterAsync(invocation, next));
        routes.MapPost("/start", Start).WithName("startExperiment")
            .WithDescription("Starts an experiment that is planned for later, now. One that runs or has ended is answered 409.")
            .Produces<ExperimentChanged>().WithExample(Examples.ExperimentChanged).DescribeChange().WithErrors(Errors.Starts);
        routes.MapPost("/stop", Stop).WithName("stopExperiment")
            .WithDescription("Ends an experiment that runs, now and for good: its result stays as it is, and everybody gets the default variation.")
            .Produces<ExperimentChanged>().WithExample(Examples.ExperimentChanged).DescribeChange().WithErrors(Errors.Stops);
        routes.MapPut("/allocation", AllocateAsync).WithName("allocateExperiment").Accepts<AllocationBody>(MediaTypes.Json)
            .WithDescription("Changes who takes part and who gets what. Of an experiment that runs, other weights begin a phase of their own, whose entities are counted apart, and the exposure only grows.")
            .Produces<ExperimentChanged>().WithExample(Examples.ExperimentChanged).DescribeChange().WithErrors(Errors.Allocations);
    }

    private static JsonHttpResult<ExperimentChanged> Start(HttpContext context, string name, ExperimentChanges changes, TimeProvider time) => Told(changes.Start(name, Revision(context.Request)), time);

    private static JsonHttpResult<ExperimentChanged> Stop(HttpContext context, string name, ExperimentChanges changes, TimeProvider time) => Told(changes.Stop(name, Revision(context.Request)), time);

    private static async Task<IResult> AllocateAsync(
        HttpContext context, string name, [FromServices] ExperimentChanges changes, [FromServices] MemoryBudget budget, [FromServices] RequestOptions options, [FromServices] TimeProvider time)
    {
        var body = await ReadAsync(context, budget, options);
        return Told(changes.Allocate(name, new(body.Weights, body.Exposure), Revision(context.Request)), time);
    }

    private static JsonHttpResult<ExperimentChanged> Told(ExperimentChange change, TimeProvider time) => TypedResults.Json(
        new ExperimentChanged(change.Revision, change.From, ExperimentDescription.Of(change.Feature.Experiment!, time.GetUtcNow())), ExperimentChangeJson.Default.ExperimentChanged);

    /// <summary>What If-Match names (RFC 9110, section 13.1.1); null for any.</summary>
    private static string? Revision(HttpRequest request)
    {
        var given = request.Headers.IfMatch.ToString();
        if (given is "" or "*") return null;
        return EntityTagHeaderValue.TryParse(given, out var tag) && !tag.IsWeak ? tag.Tag.ToString().Trim('"') : given;
    }

    private static async Task<AllocationBody> ReadAsync(HttpContext context, MemoryBudget budget, RequestOptions options)
    {
        var request = context.Request;
        if (MediaTypes.Match(request.ContentType) is not MediaTypes.Json)
        {
            throw new ServiceException(ErrorKind.UnsupportedType, "content_type_unsupported", $"The content type is {Quote.Of(request.ContentType ?? "")}; allowed is {MediaTypes.Json}.")
            {
                Value = request.ContentType,
                Limit = MediaTypes.Json,
            };
        }

        var deadline = context.BeginDeadline(options);
        RequestBody.VerifyHead(request, MaxBytes);
        using var memory = budget.Open(Callers.Of(context, options));
        using var body = await RequestBody.ReadAsync(request, MaxBytes, memory, deadline.Token);
        return Parse(body.Memory.Span);
    }

    private static AllocationBody Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            StrictJson.Verify(StrictJson.WithoutBom(body), default);
            return JsonSerializer.Deserialize(StrictJson.WithoutBom(body), ExperimentChangeJson.Default.AllocationBody) ?? new(null, null);
        }
        catch (JsonException exception)
        {
            throw new ServiceException(ErrorKind.Malformed, "json_malformed", $"The allocation cannot be read: {StrictJson.Reason(exception)}");
        }
    }
}
