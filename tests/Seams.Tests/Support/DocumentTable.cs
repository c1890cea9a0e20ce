namespace Seams.Tests.Support;

/// <summary>Tables of the documents that are made of what they tell.</summary>
internal static class DocumentTable
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Holds that a document has the table, from its heading to the next empty line; with UPDATE_DOCS=1 writes it.</summary>
    /// <param name="path">The document, from the repository's root.</param>
    /// <param name="heading">The heads of the columns, which no other table of the document has.</param>
    /// <param name="rows">The rows' cells.</param>
    public static void Holds(string path, string[] heading, IEnumerable<string[]> rows)
    {
        var file = Path.Combine(Root, path);
        var document = File.ReadAllText(file);
        var first = Line(heading);
        var start = document.IndexOf(first, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} has no table {first}");
        var end = document.IndexOf("\n\n", start, StringComparison.Ordinal);
        var there = end < 0 ? document[start..] : document[start..(end + 1)];

        var expected = $"{first}|{string.Concat(heading.Select(_ => "---|"))}\n{string.Concat(rows.Select(Line))}";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(file, document.Replace(there, expected, StringComparison.Ordinal));
        else
            Assert.Equal(expected, there);
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "RoomTypeInfra.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} lies in no repository."));

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
