using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using RoomTypes.Experiments;
using RoomTypes.Http.OpenApi;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;

namespace RoomTypes.Http.Ofrep;

/// <summary>The OpenFeature Remote Evaluation Protocol (OFREP 0.3): any OpenFeature client asks for the features of the experiments file.</summary>
internal static class OfrepEndpoints
{
    private const string One = "/ofrep/v1/evaluate/flags/{key}";
    private const string All = "/ofrep/v1/evaluate/flags";
    private const int MostBytes = 64 * 1024;

    /// <summary>Maps both.</summary>
    public static void MapOfrep(this WebApplication app)
    {
        Describe(app.MapPost(One, EvaluateAsync), "evaluateFlag",
            "What an entity gets of a feature (OFREP, single flag). An entity of an experiment or launch counts as exposed.")
            .Produces<OfrepFlag>().Produces<OfrepFailure>(StatusCodes.Status404NotFound);
        Describe(app.MapPost(All, EvaluateAllAsync), "evaluateFlags",
            "What an entity gets of every feature (OFREP, bulk), with an `ETag`: `If-None-Match` is answered with 304 while nothing has changed. An entity of experiments or launches counts as exposed to each.")
            .Produces<OfrepFlags>().Produces(StatusCodes.Status304NotModified).AddOpenApiOperationTransformer((operation, _, _) =>
            {
                foreach (var response in operation.Responses!.Where(response => response.Key is "200" or "304"))
                    ((OpenApiResponse)response.Value).Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = Tag() };
                return Task.CompletedTask;
            });
    }

    private static OpenApiHeader Tag() => new() { Description = "The answer's entity tag.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string description) => route
        .WithName(name).WithTags("Experiments").WithDescription(description)
        .Accepts<OfrepRequest>(MediaTypes.Json)
        .Produces<OfrepFailure>(StatusCodes.Status400BadRequest).WithErrors(Errors.Flags);

    /// <summary>One flag.</summary>
    public static Task EvaluateAsync(
        HttpContext context, string key, [FromServices] Flags flags, [FromServices] MemoryBudget budget, [FromServices] RequestOptions options) => GuardedAsync(context, key, async () =>
    {
        var deadline = context.BeginDeadline(options);
        var who = await ReadAsync(context, budget, options, deadline.Token);
        if (!flags.Names.Contains(key))
        {
            await WriteAsync(context, StatusCodes.Status404NotFound, new(key, OfrepCodes.FlagNotFound, $"There is no flag {Quote.Of(key)}; allowed is {string.Join(", ", flags.Names.DefaultIfEmpty("none: set RoomType:Experiments:Source"))}."));
            return;
        }

        var flag = await AskAsync(flags, key, who, deadline.Token);
        if (flag.ErrorCode is { } code) await WriteAsync(context, StatusCodes.Status400BadRequest, new(key, code, flag.ErrorDetails!));
        else await WriteAsync(context, StatusCodes.Status200OK, flag, OfrepJson.Default.OfrepFlag);
    });

    /// <summary>All flags. What cannot be told of one is told in its place.</summary>
    public static Task EvaluateAllAsync(
        HttpContext context, [FromServices] Flags flags, [FromServices] MemoryBudget budget, [FromServices] RequestOptions options) => GuardedAsync(context, null, async () =>
    {
        var deadline = context.BeginDeadline(options);
        var who = await ReadAsync(context, budget, options, deadline.Token);
        var evaluated = new List<OfrepFlag>();
        foreach (var name in flags.Names) evaluated.Add(await AskAsync(flags, name, who, deadline.Token));
        var body = JsonSerializer.SerializeToUtf8Bytes(new OfrepFlags(evaluated), OfrepJson.Default.OfrepFlags);
        var tag = $"\"{XxHash64.Compute(body, 0):x16}\"";
        context.Response.Headers.ETag = tag;
        if (IsKnown(context.Request, tag)) context.Response.StatusCode = StatusCodes.Status304NotModified;
        else await Answers.WriteAsync(context, MediaTypes.Json, body);
    });

    private static async Task<OfrepContext> ReadAsync(HttpContext context, MemoryBudget budget, RequestOptions options, CancellationToken cancellationToken)
    {
        RequestBody.VerifyHead(context.Request, MostBytes);
        using var memory = budget.Open(Callers.Of(context, options));
        using var body = await RequestBody.ReadAsync(context.Request, MostBytes, memory, cancellationToken);
        var who = OfrepContext.Read(body.Memory);
        return who with { TargetingKey = Callers.Entity(context, options, who.TargetingKey) };
    }

    private static async ValueTask<OfrepFlag> AskAsync(Flags flags, string name, OfrepContext who, CancellationToken cancellationToken)
    {
        var isStatic = flags.IsStatic(name);
        if (who.TargetingKey.Length == 0 && !isStatic)
            return new() { Key = name, ErrorCode = OfrepCodes.TargetingKeyMissing, ErrorDetails = "The context has no targetingKey; set it to the entity, for example the robot's id." };
        var evaluation = await flags.EvaluateAsync(name, who.TargetingKey, new Attributes(who.Attributes), cancellationToken);
        if (evaluation.Reason == Reasons.Error)
            return new() { Key = name, ErrorCode = OfrepCodes.General, ErrorDetails = "The source of variations gave no answer that can be used; the log says why." };
        return new()
        {
            Key = name,
            Value = Value(evaluation.Variation.Value),
            Variant = evaluation.Variation.Name,
            Reason = evaluation.Reason switch
            {
                Reasons.EntityOverride => "TARGETING_MATCH",
                Reasons.Launch or Reasons.Experiment => "SPLIT",
                _ => isStatic ? "STATIC" : "DEFAULT",
            },
            Metadata = Metadata(evaluation),
        };
    }

    private static JsonElement Value(VariationValue value) => value.Kind switch
    {
        ValueKind.Boolean => JsonSerializer.SerializeToElement(value.AsBoolean, OfrepJson.Default.Boolean),
        ValueKind.Long => JsonSerializer.SerializeToElement(value.AsLong, OfrepJson.Default.Int64),
        ValueKind.Double => JsonSerializer.SerializeToElement(value.AsDouble, OfrepJson.Default.Double),
        _ => JsonSerializer.SerializeToElement(value.AsString, OfrepJson.Default.String),
    };

    private static Dictionary<string, string>? Metadata(in Evaluation evaluation)
    {
        var metadata = new Dictionary<string, string>(evaluation.Variation.Attributes);
        var (rule, group) = evaluation.Reason switch
        {
            Reasons.Experiment => ("experiment", "treatment"),
            Reasons.Launch => ("launch", "group"),
            _ => ("", ""),
        };
        if (rule.Length > 0 && evaluation.Rule is not null) metadata[rule] = evaluation.Rule;
        if (group.Length > 0 && evaluation.Group is not null) metadata[group] = evaluation.Group;
        return metadata.Count > 0 ? metadata : null;
    }

    /// <summary>Weakly compared, as If-None-Match is (RFC 9110, section 13.1.2).</summary>
    private static bool IsKnown(HttpRequest request, string tag) => request.Headers.IfNoneMatch
        .SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Any(known => known == "*" || known == tag || known == $"W/{tag}");

    private static async Task GuardedAsync(HttpContext context, string? key, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (OfrepException exception)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, new(key, exception.Code, exception.Message));
        }
        catch (Exception exception) when (exception is ServiceException { Kind: ErrorKind.Malformed } or BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest })
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, new(key, OfrepCodes.ParseError, exception.Message));
        }
    }

    private static Task WriteAsync(HttpContext context, int status, OfrepFailure failure) => WriteAsync(context, status, failure, OfrepJson.Default.OfrepFailure);

    private static Task WriteAsync<T>(HttpContext context, int status, T message, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        return Answers.WriteAsync(context, MediaTypes.Json, JsonSerializer.SerializeToUtf8Bytes(message, type));
    }
}
