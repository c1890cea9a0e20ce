using RoomTypes.Data.Pictures;
using RoomTypes.Models;

namespace RoomTypes.Data.Checks;

/// <summary>Whether the files are there and are those that were added, and their labels are known.</summary>
internal static class FileCheck
{
    public static IEnumerable<Finding> Of(DataSet data) =>
        data.Items.AsParallel().AsOrdered().Select(item => Of(data, item)).Where(finding => finding is not null).Select(finding => finding!);

    private static Finding? Of(DataSet data, Item item)
    {
        if (!PictureFiles.Labels.Contains(item.Label))
            return new("label", true, [item.File], $"The label is '{item.Label}'; allowed are {string.Join(", ", PictureFiles.Labels)}.");
        try
        {
            var digest = Digest.Compute(data.PathOf(item));
            return digest == item.Sha256 ? null : new("changed", true, [item.File], $"Its SHA-256 is {digest}, the manifest says {item.Sha256}: add it again, or bring the file back.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new("missing", true, [item.File], "There is no such file: bring it back, or take the line out.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new("unreadable", true, [item.File], exception.Message);
        }
    }
}
