using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace RoomTypes.Http.Page;

/// <summary>
/// A file of the page as it is answered. The program carries texts twice, by Brotli and by gzip, and pictures as they are; what is carried is
/// read from the program's own image and neither loaded at the start nor kept.
/// </summary>
/// <param name="Content">Its bytes as they are sent.</param>
/// <param name="Type">Its content type.</param>
/// <param name="Encoding">How they are compressed; null if they are not.</param>
/// <param name="Tag">Names these bytes.</param>
internal sealed record PageFile(Stream Content, string Type, string? Encoding, EntityTagHeaderValue Tag)
{
    private const string Brotli = "br";
    private const string Gzip = "gzip";

    private static readonly Assembly Program = typeof(PageFile).Assembly;

    /// <summary>Whether the program was built with the page.</summary>
    public static bool AreCarried => Program.GetManifestResourceInfo(Resource("index.html", ".br")) is not null;

    /// <summary>Finds a file.</summary>
    /// <param name="name">As it was built, for example page/index-3f2a.js.</param>
    /// <param name="accepted">The encodings that the caller takes (Accept-Encoding).</param>
    /// <returns>Null if there is none.</returns>
    public static PageFile? Find(string name, StringValues accepted)
    {
        if (TypeOf(name) is not { } type) return null;
        if (Open(name, "") is { } plain) return new(plain, type, null, TagOf(plain, ""));
        if (Open(name, ".gz") is not { } gzip) return null;
        return Best(accepted) switch
        {
            Brotli when Open(name, ".br") is { } brotli => new(brotli, type, Brotli, TagOf(brotli, "-br")),
            Gzip => new(gzip, type, Gzip, TagOf(gzip, "-gz")),
            _ => new(new GZipStream(gzip, CompressionMode.Decompress), type, null, TagOf(gzip, "")),
        };
    }

    /// <summary>The one that the caller takes most gladly, Brotli first; null if neither (RFC 9110, section 12.5.3).</summary>
    private static string? Best(StringValues accepted)
    {
        if (!StringWithQualityHeaderValue.TryParseList(accepted, out var values)) return null;
        var (brotli, gzip) = (Quality(Brotli), Quality(Gzip));
        return brotli > 0 && brotli >= gzip ? Brotli : gzip > 0 ? Gzip : null;

        double Quality(string encoding) =>
            (values.FirstOrDefault(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)) ?? values.FirstOrDefault(value => value.Value == "*")) is { } value
                ? value.Quality ?? 1
                : 0;
    }

    private static Stream? Open(string name, string suffix) => Program.GetManifestResourceStream(Resource(name, suffix));

    private static string Resource(string name, string suffix) => $"web/{name}{suffix}";

    // Each encoding is a representation of its own (RFC 9110, section 8.8.3.3).
    private static EntityTagHeaderValue TagOf(Stream content, string encoding)
    {
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        content.Position = 0;
        return new(string.Create(CultureInfo.InvariantCulture, $"\"{XxHash64.Compute(bytes, 0):x16}{encoding}\""));
    }

    private static string? TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".jpg" => "image/jpeg",
        _ => null,
    };
}
