using System.Text;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Events;

/// <summary>Restores path and path base from what API Gateway makes of them.</summary>
internal static class RequestPaths
{
    /// <summary>
    /// Takes apart a path of API Gateway. The part before the matched route (a stage or a custom domain's base path) becomes the path
    /// base, so that routes match the same behind every stage and domain.
    /// </summary>
    /// <param name="path">The event's path or rawPath.</param>
    /// <param name="contextPath">requestContext.path (1.0): the path with its stage, and with the trailing slash that path may lack.</param>
    /// <param name="template">The matched route, such as <c>/{proxy+}</c>; null when there is none to tell.</param>
    /// <param name="parameters">The values of the template's parameters.</param>
    /// <param name="stage">The stage's name, which starts the path in 2.0 unless it is <c>$default</c>.</param>
    public static (string PathBase, string Path) Split(
        string path, string? contextPath, string? template, List<KeyValuePair<string, string>>? parameters, string? stage)
    {
        if (!path.StartsWith('/'))
            path = "/" + path;
        var start = template is null ? -1 : StartOf(Expand(template, parameters), path);
        if (start < 0)
            start = contextPath is null || contextPath == path ? LengthOfStage(path, stage) : 0;
        var pathBase = path[..start];
        path = start == path.Length ? "/" : path[start..];
        if (contextPath is not null)
        {
            if (contextPath.EndsWith('/') && !path.EndsWith('/'))
                path += '/';
            else if (path.EndsWith('/') && !contextPath.EndsWith('/'))
                contextPath += '/';
            if (contextPath.EndsWith(path, StringComparison.Ordinal))
                pathBase = contextPath[..^path.Length];
        }
        return (Decode(pathBase), Decode(path));
    }

    /// <summary>
    /// Percent-decodes once, as UTF-8, all but <c>%2F</c>, as Kestrel does: an encoded slash separates no segments. Sequences that are not
    /// valid stay as they are. (HTTP APIs send the path decoded already; that leaves nothing to decode but a literal percent sign that
    /// two hexadecimal digits happen to follow, which nothing in the event tells apart from a function URL's encoded path.)
    /// </summary>
    public static string Decode(string path) =>
        !path.Contains('%')
            ? path
            : Uri.UnescapeDataString(path.Replace("%2F", "%252F", StringComparison.Ordinal).Replace("%2f", "%252f", StringComparison.Ordinal));

    private static int LengthOfStage(string path, string? stage) =>
        stage is { Length: > 0 } && path.AsSpan(1).StartsWith(stage) && (path.Length == stage.Length + 1 || path[stage.Length + 1] == '/')
            ? stage.Length + 1
            : 0;

    // Where the route's path begins in the whole path, or -1. Compared decoded and without trailing slashes, since the path and its
    // parameters are not encoded alike.
    private static int StartOf(string routePath, string path)
    {
        var wanted = Canonical(routePath);
        for (var start = 0; start >= 0; start = path.IndexOf('/', start + 1))
        {
            if (Canonical(path[start..]).Equals(wanted, StringComparison.Ordinal))
                return start;
        }
        return wanted.Length == 0 ? path.Length : -1;
    }

    private static string Canonical(string path) => Uri.UnescapeDataString(path).TrimEnd('/');

    private static string Expand(string template, List<KeyValuePair<string, string>>? parameters)
    {
        if (parameters is null)
            return template;
        var path = new StringBuilder(template);
        foreach (var (name, value) in parameters)
            path.Replace($"{{{name}+}}", value).Replace($"{{{name}}}", value);
        return path.ToString();
    }
}
