using System.Diagnostics;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>When a connection's present request began; a feature of connections, put there by the server.</summary>
internal interface IRequestStart
{
    /// <summary>The time stamp (see <see cref="Stopwatch"/>) of its first byte.</summary>
    long FirstByte { get; }

    /// <summary>The request is over: the next byte is the next one's.</summary>
    void EndRequest();
}

/// <summary>Gives requests their deadline.</summary>
internal static class Deadlines
{
    /// <summary>Lets a connection's next request begin anew when one is over.</summary>
    public static void UseRequestStarts(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.Features.Get<IRequestStart>() is { } request)
        {
            context.Response.OnCompleted(
                static state =>
                {
                    ((IRequestStart)state).EndRequest();
                    return Task.CompletedTask;
                },
                request);
        }

        return next(context);
    });

    /// <summary>Begins the request's deadline; when it is over, what is cancelled by it is answered with 504.</summary>
    public static Deadline BeginDeadline(this HttpContext context, RequestOptions options)
    {
        // Connections of HTTP/2 and later carry many requests at once.
        var start = HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<IRequestStart>() is { FirstByte: > 0 } request
            ? request.FirstByte
            : Stopwatch.GetTimestamp();
        var deadline = new Deadline(start, TimeSpan.FromSeconds(options.TimeoutSeconds), context.RequestAborted);
        context.Features.Set(deadline);
        context.Response.RegisterForDispose(deadline);
        return deadline;
    }
}
