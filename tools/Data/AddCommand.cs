using System.Text.RegularExpressions;
using RoomTypes.Data.Pictures;
using RoomTypes.Decoding;

namespace RoomTypes.Data;

/// <summary>What came of adding pictures.</summary>
/// <param name="Data">The data set with them.</param>
/// <param name="Added">How many are new, or have changed since.</param>
/// <param name="Known">How many were there already: the same bytes under another name, or the same file.</param>
/// <param name="Failures">Those that the service would not take, and why.</param>
public sealed record Addition(DataSet Data, int Added, int Known, IReadOnlyList<(string Path, string Why)> Failures);

/// <summary>Adds pictures to a data set.</summary>
/// <param name="entity">Its first group, or all of its match in a picture's path, is the entity; null for none.</param>
/// <param name="split">The split that they are given; null for none.</param>
public sealed class AddCommand(Regex? entity, string? split)
{
    /// <summary>Reads the pictures on all cores; a file that is there already and has changed takes its old line's place.</summary>
    /// <param name="data">What there is.</param>
    /// <param name="pictures">Paths and labels.</param>
    /// <param name="progress">Called after each picture.</param>
    public Addition Add(DataSet data, IReadOnlyList<(string Path, string Label)> pictures, Action progress)
    {
        var reader = new PictureReader();
        var read = pictures.AsParallel().AsOrdered().Select(picture =>
        {
            var result = Read(reader, data.Folder, picture.Path, picture.Label);
            progress();
            return result;
        }).ToList();
        var items = data.Items.ToDictionary(item => item.File);
        var digests = data.Items.Select(item => item.Sha256).ToHashSet();
        var known = 0;
        foreach (var item in read.Select(result => result.Item).OfType<Item>())
        {
            if (digests.Add(item.Sha256)) items[item.File] = item;
            else known++;
        }

        List<(string, string)> failures = [.. read.Where(result => result.Item is null).Select(result => (result.Path, result.Why!))];
        return new(data with { Items = [.. items.Values.OrderBy(item => item.File, StringComparer.Ordinal)] }, read.Count - failures.Count - known, known, failures);
    }

    private (Item? Item, string Path, string? Why) Read(PictureReader reader, string folder, string path, string label)
    {
        try
        {
            var (sha256, traits) = reader.Read(path);
            var file = Path.GetRelativePath(folder, path).Replace('\\', '/');
            return (new Item { File = file, Sha256 = sha256, Label = label, Entity = EntityOf(file), Split = split, Traits = traits }, path, null);
        }
        catch (Exception exception) when (exception is ImageRejectedException or IOException or UnauthorizedAccessException)
        {
            return (null, path, exception.Message);
        }
    }

    private string? EntityOf(string file) => entity?.Match(file) switch
    {
        { Success: true, Groups: [_, { Success: true } group, ..] } => group.Value,
        { Success: true } match => match.Value,
        _ => null,
    };
}
