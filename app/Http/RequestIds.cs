using System.Diagnostics;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>
/// The request's id comes in and goes out as x-request-id; the trace comes in as traceparent (W3C Trace Context) and goes out as
/// traceresponse (W3C Trace Context, level 2).
/// </summary>
internal static class RequestIds
{
    /// <summary>The header that has it.</summary>
    public const string Header = "x-request-id";

    private const string TraceResponse = "traceresponse";

    /// <summary>Takes the caller's id if it is well formed, or makes one, and answers it whatever happens to the request.</summary>
    public static void UseRequestIds(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var given = context.Request.Headers[Header].ToString();
        Use(context, RequestRules.IsRequestId(given) ? given : Guid.CreateVersion7().ToString("N"));
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace }) context.Response.Headers[TraceResponse] = trace;
        return next(context);
    });

    /// <summary>Answers with this id from now on.</summary>
    public static void Use(HttpContext context, string requestId)
    {
        context.TraceIdentifier = requestId;
        context.Response.Headers[Header] = requestId;
    }
}
