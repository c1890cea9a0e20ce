namespace RoomTypes.Evaluate;

/// <summary>A picture and the label that its folder gives it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">The label's place among the model's labels.</param>
public readonly record struct LabelledPicture(string Path, int Label);

/// <summary>Pictures in subfolders that are named by label, or files whose names begin with a label: kitchen_1.jpg.</summary>
public static class LabelledFolder
{
    /// <summary>What other systems leave among files: macOS's archives hold a folder of shadows, and shadows of files begin with "._".</summary>
    private const string MacArchiveFolder = "__MACOSX";

    /// <summary>How files of pictures end.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg", ".png", ".webp"];

    /// <summary>Every picture below the subfolders, in order of path, and those of the folder itself that are named by label.</summary>
    /// <param name="folder">The folder that holds one subfolder a label; "living room" and "living-room" stand for living_room.</param>
    /// <param name="labels">The labels that are allowed.</param>
    /// <param name="passOver">Told of what is passed over: hidden folders and files, and what macOS leaves behind.</param>
    /// <exception cref="EvaluationException">The folder is missing, a subfolder is no label, or there is no picture.</exception>
    public static IReadOnlyList<LabelledPicture> Read(string folder, IReadOnlyList<string> labels, Action<string> passOver)
    {
        if (!Directory.Exists(folder)) throw new EvaluationException($"The folder '{folder}' does not exist.");
        var subfolders = Folders(folder, passOver).ToList();
        var unknown = subfolders.Select(Name).Where(name => Place(labels, name) < 0).ToList();
        if (unknown.Count > 0)
        {
            throw new EvaluationException($"The subfolders {string.Join(", ", unknown)} of '{folder}' are no labels of the model; allowed are {string.Join(", ", labels)}.");
        }

        var pictures = subfolders
            .SelectMany(subfolder => Files(subfolder, passOver).Select(file => new LabelledPicture(file, Place(labels, Name(subfolder)))))
            .Concat(Named(folder, labels, passOver))
            .ToList();
        return pictures.Count > 0 ? pictures : throw new EvaluationException(
            $"'{folder}' has no pictures in subfolders. Put {string.Join(" ", Extensions)} files into subfolders named {string.Join(", ", labels)}.");
    }

    private static IEnumerable<LabelledPicture> Named(string folder, IReadOnlyList<string> labels, Action<string> passOver) =>
        from file in Pictures(folder, passOver)
        let name = Path.GetFileNameWithoutExtension(file)
        where name.Contains('_')
        let label = Place(labels, name[..name.LastIndexOf('_')])
        where label >= 0
        select new LabelledPicture(file, label);

    private static string Name(string path) => Path.GetFileName(path);

    /// <summary>The place of the label that a text stands for, "Living Room" and "living-room" too; -1 for none.</summary>
    public static int Place(IReadOnlyList<string> labels, string name)
    {
        var label = name.ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label) return i;
        }

        return -1;
    }

    private static IEnumerable<string> Pictures(string folder, Action<string> passOver) => Directory
        .EnumerateFiles(folder)
        .Where(HasExtension)
        .Where(file => IsShown(file, passOver))
        .Order(StringComparer.Ordinal);

    /// <summary>The pictures of a folder and of those below it, in order of path.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="passOver">As of <see cref="Read"/>.</param>
    public static IEnumerable<string> Files(string folder, Action<string> passOver) => Pictures(folder, passOver)
        .Concat(Folders(folder, passOver).SelectMany(subfolder => Files(subfolder, passOver)))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Folders(string folder, Action<string> passOver) =>
        Directory.GetDirectories(folder).Where(subfolder => IsShown(subfolder, passOver)).Order(StringComparer.Ordinal);

    /// <summary>Whether a file is a picture by its name, and no hidden one.</summary>
    public static bool IsPicture(string path) => IsShown(path) && HasExtension(path);

    /// <summary>Whether a file or folder is neither hidden nor what macOS leaves behind.</summary>
    public static bool IsShown(string path) => !Name(path).StartsWith('.') && Name(path) != MacArchiveFolder;

    private static bool IsShown(string path, Action<string> passOver)
    {
        var isShown = IsShown(path);
        if (!isShown) passOver(path);
        return isShown;
    }

    private static bool HasExtension(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());
}

/// <summary>The evaluation cannot be done; the message says what to change.</summary>
public sealed class EvaluationException(string message) : Exception(message);
