using RoomTypes.Evaluate;
using RoomTypes.Recognition;
using RoomTypes.V1;

namespace RoomTypes.Data.Pictures;

/// <summary>Finds pictures and what they show by their folders.</summary>
public static class PictureFiles
{
    /// <summary>The labels there are: the contract's room types.</summary>
    public static IReadOnlyList<string> Labels { get; } = [.. Enum.GetValues<RoomType>().Where(type => type != RoomType.Unspecified).Select(RoomTypeNames.Label)];

    /// <summary>The label that a text stands for, "Living Room" and "living-room" too; null for none.</summary>
    public static string? LabelOf(string text) => LabelledFolder.Place(Labels, text) is >= 0 and var place ? Labels[place] : null;

    /// <summary>The pictures of a file or a folder, in order of path, each with its label.</summary>
    /// <param name="source">A picture, or a folder.</param>
    /// <param name="label">What all of them show; null where the nearest folder that is named by a label tells it.</param>
    /// <exception cref="DataException">There is none, or one has no label.</exception>
    public static IReadOnlyList<(string Path, string Label)> Find(string source, string? label)
    {
        if (File.Exists(source)) return [(source, label ?? LabelOfFolders(source) ?? throw Unlabelled(source))];
        if (!Directory.Exists(source)) throw new DataException($"'{source}' is neither a picture nor a folder.");
        var files = LabelledFolder.Files(source, _ => { })
            .Select(file => (file, label ?? LabelOfFolders(file) ?? throw Unlabelled(file)))
            .ToList();
        return files.Count > 0 ? files : throw new DataException($"'{source}' has no pictures ({string.Join(" ", LabelledFolder.Extensions)}).");
    }

    private static string? LabelOfFolders(string file)
    {
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(file)); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (LabelOf(Path.GetFileName(folder)) is { } label) return label;
        }

        return null;
    }

    private static DataException Unlabelled(string file) =>
        new($"Nothing says what '{file}' shows: put it into a folder named {string.Join(", ", Labels)}, or say --label.");
}
