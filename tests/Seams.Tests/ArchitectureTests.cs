using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>Who may use whom is what docs/architecture.md says.</summary>
public class ArchitectureTests
{
    public static TheoryData<string, string> Programs => new()
    {
        { "RoomTypes", typeof(RoomTypes.Hosting.ServiceOptions).Assembly.Location },
        { "Stacks", typeof(Stacks.RoomTypeStack).Assembly.Location },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Arrows_OfAProgram_AreTheTables(string root, string assembly)
    {
        var listed = Table(root).SelectMany(row => row.Uses.Select(used => (row.User, used))).ToHashSet();
        var drawn = Arrows.Of(assembly, root);

        Assert.True(listed.SetEquals(drawn), $"docs/architecture.md, the table of {root}: missing is {Told(drawn.Except(listed))}; not used is {Told(listed.Except(drawn))}.");
    }

    [Theory]
    [InlineData("RoomTypes")]
    [InlineData("Stacks")]
    public void Arrows_OfATable_LeadDownwards(string root)
    {
        var rows = Table(root).ToList();
        var users = rows.ConvertAll(row => row.User);

        // Who has no row uses nobody.
        var upwards = rows.SelectMany(row => row.Uses.Where(used => users.IndexOf(used) is >= 0 and var place && place <= users.IndexOf(row.User)).Select(used => (row.User, used)));
        Assert.Empty(upwards);
    }

    private static IEnumerable<(string User, string[] Uses)> Table(string root) => File.ReadLines(Path.Combine(Plans.Folder, "docs", "architecture.md"))
        .SkipWhile(line => !line.StartsWith($"| `{root}.` |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Split('`').Where((_, place) => place % 2 == 1).ToArray())
        .Select(names => (names[0], names[1..]));

    private static string Told(IEnumerable<(string From, string To)> arrows) =>
        string.Join(", ", arrows.Select(arrow => $"{arrow.From} -> {arrow.To}").Order(StringComparer.Ordinal).DefaultIfEmpty("none"));
}
