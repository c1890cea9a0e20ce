using System.Diagnostics;
using System.Globalization;
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
    /// <summary>In which a caller tells how many milliseconds from its first byte on an answer is of use.</summary>
    public const string Header = "x-deadline-ms";

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
        var told = context.Request.Headers[Header].ToString();
        var deadline = new Deadline(start, Time(told, options), context.RequestAborted) { IsTold = told.Length > 0 };
        context.Features.Set(deadline);
        context.Response.RegisterForDispose(deadline);
        return deadline;
    }

    /// <summary>What the caller gives the request, at most what the service does.</summary>
    private static TimeSpan Time(string told, RequestOptions options)
    {
        var most = (ulong)options.TimeoutSeconds * 1000;
        if (told.Length == 0) return TimeSpan.FromMilliseconds(most);
        if (!ulong.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds == 0) throw Invalid(told);
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, most));
    }

    private static ServiceException Invalid(string value) => new(
        ErrorKind.Malformed, "deadline_invalid", $"{Header} is {Quote.Of(value)}; allowed is one whole number of milliseconds from 1.")
    {
        Value = value,
        Limit = "1 or more",
    };
}
