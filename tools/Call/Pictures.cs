namespace RoomTypes.Calling;

/// <summary>Pictures of a command line: files, and all in folders and below.</summary>
internal static class Pictures
{
    /// <summary>What a file's name ends with, and the content type that it has.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
    };

    /// <summary>The files, each once, in order.</summary>
    /// <exception cref="CallException">A path is not there, or is no picture, or there are none.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        var found = paths.SelectMany(IEnumerable<string> (path) => Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => Types.ContainsKey(Path.GetExtension(file))).Order(StringComparer.Ordinal)
            : File.Exists(path) ? new[] { path } : throw new CallException($"'{path}' is neither a file nor a folder.")).Distinct().ToList();
        return found.Count > 0 ? found : throw new CallException("There are no pictures; allowed are .jpg, .jpeg, .png and .webp.");
    }

    /// <summary>The content type of a file.</summary>
    /// <exception cref="CallException">It is not known.</exception>
    public static string TypeOf(string file) => Types.GetValueOrDefault(Path.GetExtension(file)) ?? throw new CallException($"'{file}' is no picture; allowed are .jpg, .jpeg, .png and .webp.");
}
