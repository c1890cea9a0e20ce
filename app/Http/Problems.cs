using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RoomTypes.Configuration;
using RoomTypes.Experiments.Files;

namespace RoomTypes.Http;

/// <summary>An error as it is answered: problem details (RFC 9457) with a stable code.</summary>
public sealed record Problem
{
    /// <summary>A URI that names the kind of problem.</summary>
    public required string Type { get; init; }

    /// <summary>The status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The bad value, what is allowed, how to fix it.</summary>
    public required string Detail { get; init; }

    /// <summary>Stable, snake_case, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>The value that was refused, cut to 200 characters.</summary>
    public string? Value { get; init; }

    /// <summary>What is allowed instead.</summary>
    public string? Limit { get; init; }

    /// <summary>The id to name when asking about this answer.</summary>
    public required string RequestId { get; init; }

    /// <summary>The W3C trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>The detail again, where clients of other protocols read it: below /v2 and /models.</summary>
    public string? Error { get; init; }
}

/// <summary>Writes problems without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;

/// <summary>The one map from errors to answers.</summary>
internal static class Problems
{
    /// <summary>Answered as JSON, never within HTML: quotation marks may stay readable.</summary>
    private static readonly JsonTypeInfo<Problem> Json =
        new ProblemJson(new JsonSerializerOptions(ProblemJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Problem;

    /// <summary>In which API Gateway tells the name of an error.</summary>
    public const string AwsErrorHeader = "x-amzn-errortype";

    private const int LongestValue = 200;
    private const double LongestRetryAfter = 60;

    /// <summary>Answers every exception and every empty error status with problem details.</summary>
    public static void UseProblems(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null }) await WriteAsync(context, OfStatus(context));
        }
        catch (OperationCanceledException) when (!context.Response.HasStarted && context.Features.Get<Deadline>() is { IsOver: true })
        {
            await WriteAsync(context, OfException(context, context.Features.Get<Deadline>()!.Exceeded()));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) await AnswerAbortedAsync(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (exception is ServiceException { AwsError: { } name }) context.Response.Headers[AwsErrorHeader] = name;
            await WriteAsync(context, OfException(context, exception), (exception as ServiceException)?.RetryAfter);
        }
    });

    /// <summary>Answers with a problem.</summary>
    /// <param name="context">The request.</param>
    /// <param name="problem">What is answered.</param>
    /// <param name="retryAfter">When trying again may help, if that can be told.</param>
    public static Task WriteAsync(HttpContext context, Problem problem, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = AdminAccess.Challenge;
        if (problem.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfter(retryAfter ?? TimeSpan.Zero, Random.Shared.NextDouble());
        }

        return Answers.WriteAsync(context, MediaTypes.Problem, JsonSerializer.SerializeToUtf8Bytes(problem, Json));
    }

    /// <summary>
    /// Whole seconds, 1 to 60. Those who are refused together are not to come back together: up to half of the wait, or a second, is added.
    /// </summary>
    /// <param name="wait">After which trying again may help.</param>
    /// <param name="chance">From 0 to 1.</param>
    internal static string RetryAfter(TimeSpan wait, double chance)
    {
        var seconds = wait.TotalSeconds + (chance * Math.Max(1, wait.TotalSeconds / 2));
        return $"{Math.Clamp(Math.Ceiling(seconds), 1, LongestRetryAfter):0}";
    }

    /// <summary>The HTTP status of each family of failure.</summary>
    public static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.Malformed or ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorKind.UnsupportedType => StatusCodes.Status415UnsupportedMediaType,
        ErrorKind.Undecodable => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.Overloaded => StatusCodes.Status429TooManyRequests,
        ErrorKind.NotReady => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        ErrorKind.TooSlow => StatusCodes.Status408RequestTimeout,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Outdated => StatusCodes.Status412PreconditionFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    // Nobody goes away from a function: there a request is cancelled when the function's time is nearly over.
    private static Task AnswerAbortedAsync(HttpContext context)
    {
        const int Status = StatusCodes.Status504GatewayTimeout;
        if (Platform.IsLambda) return WriteAsync(context, Make(context, Status, "deadline_exceeded", "The function's time was nearly over. Send fewer pictures, or raise the function's timeout."));
        context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        return Task.CompletedTask;
    }

    private static Problem OfException(HttpContext context, Exception exception)
    {
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("RoomTypes.Http");
        switch (exception)
        {
            case ServiceException refusal:
                log.RequestRefused(context.TraceIdentifier, refusal.Code);
                return Make(context, Status(refusal.Kind), refusal.Code, refusal.Message) with { Value = Cut(refusal.Value), Limit = refusal.Limit };
            case ExperimentFileException:
                return Make(context, StatusCodes.Status503ServiceUnavailable, "experiments_unavailable", "The experiments cannot be used; the log says why.");
            case BadHttpRequestException bad:
                return Make(context, bad.StatusCode, CodeOf(bad.StatusCode), bad.Message);
            default:
                log.RequestFailed(context.TraceIdentifier, exception);
                return Make(context, StatusCodes.Status500InternalServerError, "internal", "Something went wrong here; the log has it under this request's id.");
        }
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => "body_too_slow",
        StatusCodes.Status413PayloadTooLarge => "body_too_large",
        _ => "request_malformed",
    };

    private static Problem OfStatus(HttpContext context)
    {
        var (method, path, status) = (context.Request.Method, context.Request.Path, context.Response.StatusCode);
        return status switch
        {
            StatusCodes.Status404NotFound => Make(context, status, "route_unknown", $"There is no {method} {path}. GET /openapi/v1.json lists what there is."),
            StatusCodes.Status405MethodNotAllowed => Make(context, status, "method_not_allowed", $"{path} has no {method}; allowed is {context.Response.Headers.Allow}."),
            // Refused before the route's own code: a parameter of the wrong type.
            StatusCodes.Status400BadRequest => Make(context, status, "request_malformed", $"A parameter of {method} {path} cannot be read. GET /openapi/v1.json tells their types."),
            _ => Make(context, status, "request_refused", $"{method} {path} was refused."),
        };
    }

    /// <summary>A problem with everything that follows from its code.</summary>
    public static Problem Make(int status, string code, string detail, string requestId, string? traceId) => new()
    {
        Type = $"urn:room-type:problem:{code}",
        Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = detail,
        Code = code,
        RequestId = requestId,
        TraceId = traceId,
    };

    private static Problem Make(HttpContext context, int status, string code, string detail) =>
        Make(status, code, detail, context.TraceIdentifier, Activity.Current?.TraceId.ToHexString()) with { Error = IsOfOtherProtocol(context.Request.Path) ? detail : null };

    private static bool IsOfOtherProtocol(PathString path) => path.StartsWithSegments("/v2") || path.StartsWithSegments("/models");

    private static string? Cut(string? value) => value?.Length > LongestValue ? value[..LongestValue] : value;
}
