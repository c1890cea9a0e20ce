using System.Text.RegularExpressions;

namespace Seams.Tests.Support;

/// <summary>The table and the picture of a program in docs/architecture.md.</summary>
internal sealed partial class ArchitectureDocument
{
    /// <summary>Reads a program's part.</summary>
    /// <param name="root">The program's root namespace, which heads its table; the picture stands above.</param>
    public ArchitectureDocument(string root)
    {
        var lines = File.ReadAllLines(Path.Combine(Plans.Folder, "docs", "architecture.md"));
        var table = Array.FindIndex(lines, line => line.StartsWith($"| `{root}.` |", StringComparison.Ordinal));
        var picture = Array.FindLastIndex(lines, table, line => line == "```mermaid");

        Rows = [.. lines.Skip(table + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells).Select(names => (names[0], names[1..]))];
        Picture = lines.Skip(picture).TakeWhile(line => line != "```").Select(line => Arrow().Match(line)).Where(match => match.Success)
            .Select(match => (Node(match.Groups["from"].Value), Node(match.Groups["to"].Value))).ToHashSet();
    }

    /// <summary>The table's rows: a user and whom it uses.</summary>
    public IReadOnlyList<(string User, string[] Uses)> Rows { get; }

    /// <summary>The table's arrows.</summary>
    public IReadOnlySet<(string From, string To)> Table => Rows.SelectMany(row => row.Uses.Select(used => (row.User, used))).ToHashSet();

    /// <summary>The arrows of the picture.</summary>
    public IReadOnlySet<(string From, string To)> Picture { get; }

    private static string[] Cells(string line) => [.. line.Split('`').Where((_, place) => place % 2 == 1)];

    // Parentheses are Mermaid's own.
    private static string Node(string id) => id == "root" ? Arrows.Root : id;

    [GeneratedRegex("""^  (?<from>\w+)(\[".*"\])? --> (?<to>\w+)(\[".*"\])?$""")]
    private static partial Regex Arrow();
}
