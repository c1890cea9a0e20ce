using Microsoft.Net.Http.Headers;

namespace RoomTypes.Http;

/// <summary>The content types that requests and answers come in.</summary>
internal static class MediaTypes
{
    public const string Protobuf = "application/x-protobuf";
    public const string Json = "application/json";
    public const string Multipart = "multipart/form-data";
    public const string Octets = "application/octet-stream";
    public const string Markdown = "text/markdown";
    public const string Problem = "application/problem+json";

    /// <summary>Everything that POST /v1/recognize takes.</summary>
    public static readonly string[] Requests = [Protobuf, Json, Multipart, "image/jpeg", "image/png", "image/webp"];

    /// <summary>
    /// The same by other names: the one that is proposed for Protocol Buffers, and what phones and old browsers call pictures. What one is, its
    /// first bytes tell.
    /// </summary>
    public static readonly (string Alias, string Name)[] Aliases =
    [
        ("application/protobuf", Protobuf),
        ("image/jpg", "image/jpeg"), ("image/pjpeg", "image/jpeg"), ("image/jfif", "image/jpeg"), ("image/x-png", "image/png"), ("image/x-webp", "image/webp"),
    ];

    /// <summary>Which of <see cref="Requests"/> a content type is, also by one of <see cref="Aliases"/>; null if none.</summary>
    public static string? Match(string? contentType)
    {
        if (contentType is null) return null;
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var bare = contentType.AsSpan(0, end < 0 ? contentType.Length : end).Trim();
        foreach (var known in Requests)
        {
            if (bare.Equals(known, StringComparison.OrdinalIgnoreCase)) return known;
        }

        foreach (var (alias, name) in Aliases)
        {
            if (bare.Equals(alias, StringComparison.OrdinalIgnoreCase)) return name;
        }

        return null;
    }

    /// <summary>Whether the caller asked for Protocol Buffers at least as much as for JSON.</summary>
    public static bool PrefersProtobuf(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var accepted)) return false;
        return Quality(accepted, "/x-protobuf", "/protobuf") is > 0 and var protobuf && protobuf >= Quality(accepted, "/json", "/json");
    }

    private static double Quality(IEnumerable<MediaTypeHeaderValue> accepted, string name, string otherName) => accepted
        .Where(type => type.MediaType.EndsWith(name, StringComparison.OrdinalIgnoreCase) || type.MediaType.EndsWith(otherName, StringComparison.OrdinalIgnoreCase))
        .Select(type => type.Quality ?? 1)
        .DefaultIfEmpty(0)
        .Max();
}
