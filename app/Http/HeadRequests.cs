namespace RoomTypes.Http;

/// <summary>HEAD is answered wherever GET is, with the same headers and no body (RFC 9110, section 9.3.2).</summary>
internal static class HeadRequests
{
    private static readonly object Marker = new();

    /// <summary>The method that was sent.</summary>
    public static string MethodOf(HttpRequest request) => request.HttpContext.Items.ContainsKey(Marker) ? HttpMethods.Head : request.Method;

    /// <summary>Must come before routing, which then sees a GET.</summary>
    // Methods have a case (RFC 9110, section 9.1): "Head" is one that the server does not know, and whose body it would miss.
    public static void UseHead(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.Method == HttpMethods.Head ? AnswerAsync(context, next) : next(context));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        context.Request.Method = HttpMethods.Get;
        context.Items[Marker] = true;
        // The server leaves the body out by itself; the host for Lambda would send it.
        context.Response.Body = Stream.Null;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
            context.Response.Body = body;
        }
    }
}
