namespace RoomTypes.Http;

/// <summary>
/// Pages of other sites may not have a reader's browser send what changes something here. There are no cookies to steal; but a service that only
/// some can reach answers every page that their browsers show. What browsers tell of a request decides (W3C Fetch Metadata, and RFC 6454 for
/// those that tell less); who is no browser tells neither.
/// </summary>
internal static class CrossSiteRequests
{
    private const string Site = "Sec-Fetch-Site";

    /// <summary>Refuses them.</summary>
    public static void UseCrossSiteRefusals(this IApplicationBuilder app) => app.Use((context, next) => IsRefused(context.Request) ? throw Refusal(context.Request) : next(context));

    private static bool IsRefused(HttpRequest request)
    {
        var method = request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)) return false;
        if (request.Headers[Site].ToString() is { Length: > 0 } site) return site is not ("same-origin" or "none");
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority.Equals(Authority(request, page.Scheme), StringComparison.OrdinalIgnoreCase));
    }

    // A default port is not written in one, and may be in the other.
    private static string Authority(HttpRequest request, string scheme) =>
        Uri.TryCreate($"{scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";

    private static ServiceException Refusal(HttpRequest request)
    {
        const string Allowed = "this service's own page, and programs that are no browser";
        return new(ErrorKind.Forbidden, "cross_site", $"The request comes from a page of {Quote.Of(request.Headers.Origin.ToString() is { Length: > 0 } origin ? origin : "another site")}; allowed is {Allowed}.")
        {
            Value = request.Headers.Origin.ToString(),
            Limit = Allowed,
            AwsError = "AccessDeniedException",
        };
    }
}
