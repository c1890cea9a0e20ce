using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace RoomTypes.Hosting;

/// <summary>What OpenTelemetry's HTTP conventions ask of a server's span and ASP.NET Core leaves out: the route, in its name too, and the outcome.</summary>
internal static class ServerSpans
{
    /// <summary>Completes the spans of all requests; goes before all else.</summary>
    public static void UseServerSpans(this WebApplication app) => app.Use(static async (context, next) =>
    {
        await next(context);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span) Complete(span, context, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
    });

    private static void Complete(Activity span, HttpContext context, string? route)
    {
        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if (route is not null) span.SetTag("http.route", route);
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        if (status < StatusCodes.Status500InternalServerError) return;
        span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
        span.SetStatus(ActivityStatusCode.Error);
    }
}
