using System.Text;
using System.Text.Json;
using RoomTypes.Tracking;

namespace RoomTypes.Data;

/// <summary>Labelled pictures: a manifest of JSON lines beside or above the files that it names.</summary>
/// <param name="Folder">What the items' paths are relative to.</param>
/// <param name="Items">In the order of their paths.</param>
public sealed record DataSet(string Folder, IReadOnlyList<Item> Items)
{
    /// <summary>What a model's lineage names the data by.</summary>
    public string Digest => DataDigest.Of(Items.Select(item => (item.Sha256, item.Label, item.Split)));

    /// <summary>The path of an item's file.</summary>
    public string PathOf(Item item) => Path.Combine(Folder, item.File);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="DataException">The file is missing, or a line is no item; the message names the line.</exception>
    public static DataSet Read(string manifest)
    {
        if (!File.Exists(manifest)) throw new DataException($"There is no manifest '{manifest}': make it with ./run data add FOLDER --to {manifest}");
        List<Item> items = [];
        var number = 0;
        foreach (var line in File.ReadLines(manifest))
        {
            number++;
            if (line.Length > 0) items.Add(ReadLine(manifest, number, line));
        }

        return Of(manifest, items);
    }

    /// <summary>The data set of a manifest that has these items.</summary>
    public static DataSet Of(string manifest, IEnumerable<Item> items) =>
        new(Path.GetDirectoryName(Path.GetFullPath(manifest))!, [.. items.OrderBy(item => item.File, StringComparer.Ordinal)]);

    /// <summary>Writes the manifest whole or not at all.</summary>
    public void Write(string manifest)
    {
        var text = new StringBuilder();
        foreach (var item in Items) text.Append(JsonSerializer.Serialize(item, ItemJson.Default.Item)).Append('\n');
        AtomicFile.Write(manifest, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static Item ReadLine(string manifest, int number, string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ItemJson.Default.Item)!;
        }
        catch (JsonException exception)
        {
            throw new DataException($"Line {number} of '{manifest}' is no item of a data set ({exception.Message}). Each line is a JSON object as ./run data add writes it.");
        }
    }
}
