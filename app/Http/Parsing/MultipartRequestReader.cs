using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using RoomTypes.Recognition;

namespace RoomTypes.Http.Parsing;

/// <summary>
/// Reads multipart/form-data: each file is a picture, and the name of its field the room's id (image, images, file and files
/// stand for the one room without an id); the other fields are those of <see cref="FormFields"/>.
/// </summary>
internal static class MultipartRequestReader
{
    private const int LongestBoundary = 70;
    private const int LongestField = 4096;
    private const int ReadAhead = 4096;

    /// <exception cref="ServiceException">The body does not follow its boundary, or a field is not allowed.</exception>
    public static async Task ReadAsync(ReadOnlyMemory<byte> body, string contentType, RecognitionRequest request, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(contentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
        {
            throw Malformed($"the boundary in the content type is '{boundary}', allowed are 1 to {LongestBoundary} characters");
        }

        using var stream = new ReadOnlyMemoryStream(body);
        var reader = new MultipartReader(boundary, stream);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                await ReadSectionAsync(section, (int)(body.Length - stream.Position) + ReadAhead, body.Length, request, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Malformed(exception.Message);
        }
    }

    private static async Task ReadSectionAsync(
        MultipartSection section, int left, int most, RecognitionRequest request, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
        {
            throw Malformed("a part has no Content-Disposition");
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
        var isFile = disposition.IsFileDisposition() || section.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;
        var buffer = await RequestBody.ReadAsync(section.Body, isFile ? left : LongestField, most, cancellationToken);
        request.Own(buffer);
        if (isFile) request.Room(RoomId(name)).Pictures.Add(new Picture(buffer.Memory));
        else FormFields.Set(request, name, System.Text.Encoding.UTF8.GetString(buffer.Memory.Span));
    }

    private static string RoomId(string name) => name is "image" or "images" or "file" or "files" ? "" : name;

    private static ServiceException Malformed(string what) =>
        new(ErrorKind.Malformed, "multipart_malformed", $"The body is not multipart/form-data: {what}.");
}
