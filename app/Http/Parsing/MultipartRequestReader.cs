using System.Text;
using RoomTypes.Recognition;

namespace RoomTypes.Http.Parsing;

/// <summary>
/// Reads multipart/form-data (RFC 7578): each file is a picture, and the name of its field the room's id (image, images, file and files,
/// with or without [], stand for the one room without an id, or with that of the field room_id); the other fields are those of <see cref="FormFields"/>.
/// </summary>
internal static class MultipartRequestReader
{
    private const int LongestBoundary = 70;
    private const int LongestField = 4096;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <param name="body">The body; pictures stay where they are in it.</param>
    /// <param name="contentType">Tells the boundary.</param>
    /// <param name="request">Filled.</param>
    /// <exception cref="ServiceException">The body does not follow its boundary, a field is not allowed, or there are too many of something.</exception>
    public static void Read(Memory<byte> body, string contentType, RecognitionRequest request)
    {
        var boundary = HeaderParameters.Find(contentType, "boundary");
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
        {
            throw MultipartParts.Malformed($"the boundary in the content type is {Quote.Of(boundary ?? "")}, allowed are 1 to {LongestBoundary} characters");
        }

        Encoding text = StrictUtf8;
        var parts = new MultipartParts(body, boundary);
        while (parts.Next()) ReadPart(parts, request, ref text);
        request.NameUnnamedRoom();
    }

    private static void ReadPart(in MultipartParts part, RecognitionRequest request, ref Encoding text)
    {
        var disposition = part.Header("Content-Disposition") ?? throw MultipartParts.Malformed("a part has no Content-Disposition");
        var name = Unescaped(HeaderParameters.Find(disposition, "name") ?? "");
        var file = HeaderParameters.Find(disposition, "filename");
        var type = part.Header("Content-Type") ?? "";
        // What a browser sends for an input in which no file was chosen.
        if (file is "" && part.Content.IsEmpty) return;
        if (file is not null || IsPicture(type) || IsUnnamed(name)) request.AddPicture(request.Room(IsUnnamed(name) ? "" : name), new Picture(Decoded(part)));
        else if (name == "_charset_") text = CharsetOf(Encoding.Latin1.GetString(part.Content.Span));
        else FormFields.Set(request, name, Text(part.Content.Span, name, HeaderParameters.Find(type, "charset") is { } charset ? CharsetOf(charset) : text));
    }

    /// <summary>Browsers percent-encode line breaks and quotation marks of names, and nothing else (WHATWG HTML, multipart/form-data encoding).</summary>
    private static string Unescaped(string name) => !name.Contains('%')
        ? name
        : name.Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal).Replace("%22", "\"", StringComparison.Ordinal);

    private static bool IsPicture(string type) =>
        type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || type.StartsWith(MediaTypes.Octets, StringComparison.OrdinalIgnoreCase);

    // Some libraries add brackets to the name of what there may be several of.
    private static bool IsUnnamed(string name) => name is "image" or "images" or "file" or "files" or "image[]" or "images[]" or "file[]" or "files[]";

    private static ReadOnlyMemory<byte> Decoded(in MultipartParts part)
    {
        if (part.Header("Content-Transfer-Encoding") is not { } encoding || !encoding.Equals("base64", StringComparison.OrdinalIgnoreCase)) return part.Content;
        return Base64Content.TryDecodeInPlace(part.Content.Span, out var length) ? part.Content[..length] : throw MultipartParts.Malformed("a part is said to be base64 and is not");
    }

    private static string Text(ReadOnlySpan<byte> content, string name, Encoding encoding)
    {
        if (content.Length > LongestField) throw FormFields.Invalid("value_too_long", name, $"{content.Length} bytes", $"at most {LongestField} bytes; a picture is sent as a file, with a filename or an image content type");
        try
        {
            return encoding.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            throw MultipartParts.Malformed($"the field {Quote.Of(name)} is not valid {encoding.WebName}");
        }
    }

    private static Encoding CharsetOf(string name)
    {
        if (name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase)) return StrictUtf8;
        // Whoever says Latin-1 or ASCII means this (WHATWG, Encoding), but for quotation marks and dashes, which ids and numbers have not.
        if (name.Equals("windows-1252", StringComparison.OrdinalIgnoreCase)) return Encoding.Latin1;
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw FormFields.Invalid("field_invalid", "a charset", name, "utf-8, iso-8859-1, us-ascii or utf-16");
        }
    }
}
