using System.Text.Json;
using RoomTypes.Storage;

namespace RoomTypes.Batch.Items;

/// <summary>
/// A batch as JSON lines: <c>{"id": "m1/kitchen", "pictures": ["a.jpg", "s3://bucket/b.jpg"], "mission": "m1", "room": "kitchen"}</c>, or
/// <c>{"file": "a.jpg"}</c> for one picture. Files are found from the manifest's folder; an id that is left out is the first picture.
/// </summary>
internal static class Manifest
{
    /// <summary>Its lines; blank ones are none.</summary>
    /// <exception cref="BatchException">A line is no item; the message has its number.</exception>
    public static IEnumerable<BatchItem> Read(string file)
    {
        var (folder, number) = (Path.GetDirectoryName(Path.GetFullPath(file))!, 0);
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.AsSpan().Trim().Length > 0) yield return Item(line, folder, $"{file}, line {number}");
        }
    }

    private static BatchItem Item(string line, string folder, string where)
    {
        try
        {
            var read = JsonSerializer.Deserialize(line, BatchJson.Default.ManifestLine) ?? throw new JsonException("null is no item.");
            if (read.File is null == read.Pictures is null) throw new JsonException("an item has either \"file\" or \"pictures\".");
            var pictures = read.Pictures ?? [read.File!];
            if (pictures.Count == 0 || pictures.Any(string.IsNullOrEmpty)) throw new JsonException("\"pictures\" needs at least one, and none may be empty.");
            return new(read.Id ?? pictures[0], [.. pictures.Select(picture => S3Address.TryParse(picture, out _) ? picture : Path.Combine(folder, picture))]) { Mission = read.Mission, Room = read.Room };
        }
        catch (JsonException exception)
        {
            throw new BatchException($"{where}: {exception.Message} Allowed are lines such as {{\"id\": \"1\", \"pictures\": [\"a.jpg\"]}}.", exception);
        }
    }
}

/// <summary>A line of a manifest.</summary>
internal sealed record ManifestLine(string? Id, string? File, IReadOnlyList<string>? Pictures, string? Mission, string? Room);
