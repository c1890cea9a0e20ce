using System.Text.Json;
using RoomTypes.Storage;

namespace RoomTypes.Batch.Items;

/// <summary>
/// A batch as JSON lines: <c>{"id": "m1/kitchen", "pictures": ["a.jpg", "s3://bucket/b.jpg"], "mission": "m1", "room": "kitchen"}</c>, or
/// <c>{"file": "a.jpg"}</c> for one picture. Files are found from the manifest's folder; an id that is left out is the first picture, of a
/// manifest in S3 with its address.
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
            if (line.AsSpan().Trim().Length > 0) yield return Item(line, picture => Path.Combine(folder, picture), picture => picture, $"{file}, line {number}");
        }
    }

    /// <summary>The item of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="place">Where a picture is that the line names from the manifest.</param>
    /// <param name="name">The id by the first picture, as the line names it.</param>
    /// <param name="where">For people.</param>
    /// <exception cref="BatchException">It is no item.</exception>
    public static BatchItem Item(string line, Func<string, string> place, Func<string, string> name, string where)
    {
        try
        {
            var read = JsonSerializer.Deserialize(line, BatchJson.Default.ManifestLine) ?? throw new JsonException("null is no item.");
            if (read.File is null == read.Pictures is null) throw new JsonException("an item has either \"file\" or \"pictures\".");
            var pictures = read.Pictures ?? [read.File!];
            if (pictures.Count == 0 || pictures.Any(string.IsNullOrEmpty)) throw new JsonException("\"pictures\" needs at least one, and none may be empty.");
            return new(read.Id ?? name(pictures[0]), [.. pictures.Select(Placed)]) { Mission = read.Mission, Room = read.Room };
        }
        catch (JsonException exception)
        {
            throw new BatchException($"{where}: {exception.Message} Allowed are lines such as {{\"id\": \"1\", \"pictures\": [\"a.jpg\"]}}.", exception);
        }

        string Placed(string picture) => S3Address.TryParse(picture, out _) ? picture : place(picture);
    }
}

/// <summary>A line of a manifest.</summary>
internal sealed record ManifestLine(string? Id, string? File, IReadOnlyList<string>? Pictures, string? Mission, string? Room);
