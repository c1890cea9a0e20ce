using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>
/// Requests as SageMaker hands them on: all of them are POST /invocations, with the body, its type, what is accepted, and one header of the
/// caller's. API Gateway says there what is meant: who calls, or method, path with query, who calls, and the request's id, with spaces between.
/// </summary>
/// <remarks>
/// https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html,
/// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
/// </remarks>
internal static class Invocations
{
    /// <summary>The argument with which SageMaker starts a container.</summary>
    public const string Command = "serve";

    /// <summary>Where SageMaker posts to.</summary>
    public const string Path = "/invocations";

    /// <summary>What the caller says of the request, and the service of the answer: its id.</summary>
    public const string Attributes = "X-Amzn-SageMaker-Custom-Attributes";

    private const string CallerOnly = "CALLER";
    private const string Whole = "METHOD PATH CALLER REQUEST-ID";

    /// <summary>Makes them the requests that they stand for. Comes before everything that reads a method, a path or a header.</summary>
    public static void UseInvocations(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<RequestOptions>();
        app.Use((context, next) => context.Request.Path == Path && HttpMethods.IsPost(context.Request.Method) ? HandleAsync(context, options, next) : next(context));
    }

    private static Task HandleAsync(HttpContext context, RequestOptions options, RequestDelegate next)
    {
        context.Response.OnStarting(TellId, context);
        var attributes = context.Request.Headers[Attributes].ToString();
        switch (attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case []:
                Name(context.Request, options, null);
                return next(context);
            case [var caller]:
                Name(context.Request, options, caller);
                return next(context);
            case [var method, ['/', ..] and var target, var caller, .. var id] when id.Length <= 1:
                Name(context.Request, options, caller);
                Aim(context.Request, method, target);
                if (id is [var given]) context.Request.Headers[RequestIds.Header] = given;
                return next(context);
            // A template that has nothing but the route: its body is none that a template reads.
            case [var method, ['/', ..] and var target]:
                Name(context.Request, options, null);
                Aim(context.Request, method, target);
                return next(context);
            default:
                return Problems.WriteAsync(context, Problems.Make(
                    StatusCodes.Status400BadRequest, "attributes_malformed", $"{Attributes} is {Quote.Of(attributes)}; allowed are '{CallerOnly}' and '{Whole}', or none.", context.TraceIdentifier, null));
        }
    }

    // Nobody but SageMaker reaches the container: what else it says of the caller is nobody's word.
    private static void Name(HttpRequest request, RequestOptions options, string? caller)
    {
        if (options.CallerHeader is not { } header) return;
        if (caller is null) request.Headers.Remove(header);
        else request.Headers[header] = caller;
    }

    private static void Aim(HttpRequest request, string method, string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        request.Method = method;
        request.Path = PathString.FromUriComponent(query < 0 ? target : target[..query]);
        request.QueryString = query < 0 ? QueryString.Empty : new QueryString(target[query..]);
    }

    private static Task TellId(object state)
    {
        var context = (HttpContext)state;
        context.Response.Headers[Attributes] = context.TraceIdentifier;
        return Task.CompletedTask;
    }
}
