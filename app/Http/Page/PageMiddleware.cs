namespace RoomTypes.Http.Page;

/// <summary>
/// GET / and the page's other places, and the files below /page. A look at the path instead of routes: their table would take its part of the
/// start. It comes before signatures and limits: what it answers is the same for everybody, and what the page then asks is under both.
/// </summary>
internal static class PageMiddleware
{
    /// <summary>Where the page's files are; it has no folders in it.</summary>
    public const string Folder = "/page";
    private const string Entry = "index.html";

    // Nothing from elsewhere, no script or style within the document. Pictures that were dropped have addresses of the kind blob.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    /// <summary>Where the page is: each can be shared, and all answer the same document.</summary>
    public static readonly IReadOnlyList<string> Places = ["/", "/try", "/missions", "/experiments", "/models", "/metrics-overview"];

    /// <summary>Answers the page, where the program was built with it.</summary>
    public static void UsePage(this WebApplication app)
    {
        if (PageFile.AreCarried) app.Use((context, next) => IsGet(context) && NameOf(context.Request.Path) is { } name ? AnswerAsync(context, name, next) : next(context));
    }

    // HEAD has become GET.
    private static bool IsGet(HttpContext context) => HttpMethods.IsGet(context.Request.Method);

    private static string? NameOf(PathString path)
    {
        if (path.StartsWithSegments(Folder, StringComparison.Ordinal)) return path.Value![1..];
        return Places.Contains(path.Value) ? Entry : null;
    }

    private static Task AnswerAsync(HttpContext context, string name, RequestDelegate next)
    {
        if (PageFile.Find(name, context.Request.Headers.AcceptEncoding) is not { } file) return next(context);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // The name of a file below the folder has its content's digest in it.
        headers.CacheControl = name == Entry ? "no-cache" : "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        if (file.Encoding is { } encoding) headers.ContentEncoding = encoding;
        return TypedResults.Stream(file.Content, file.Type, entityTag: file.Tag).ExecuteAsync(context);
    }
}
