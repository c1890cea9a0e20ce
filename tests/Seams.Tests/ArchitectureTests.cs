using System.Reflection;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>Who may use whom is what docs/architecture.md says.</summary>
public class ArchitectureTests
{
    // Of everybody's use.
    private static readonly string[] Undrawn = [Arrows.Root, "Json", "V1"];

    private static readonly Dictionary<string, Assembly> Programs = new()
    {
        ["RoomTypes"] = typeof(RoomTypes.Hosting.ServiceOptions).Assembly,
        ["Stacks"] = typeof(Stacks.RoomTypeStack).Assembly,
    };

    public static TheoryData<string> Roots => [.. Programs.Keys];

    [Theory]
    [MemberData(nameof(Roots))]
    public void Program_ItsArrows_AreTheTables(string root)
    {
        var listed = new ArchitectureDocument(root).Table;
        var compiled = Arrows.Of(Programs[root].Location, root);

        Assert.True(listed.SetEquals(compiled), $"docs/architecture.md, the table of {root}: missing is {Told(compiled.Except(listed))}; not used is {Told(listed.Except(compiled))}.");
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public void Table_ItsArrows_LeadDownwards(string root)
    {
        var document = new ArchitectureDocument(root);
        var places = document.Rows.Select((row, place) => (row.User, place)).ToDictionary();

        // Who has no row uses nobody.
        Assert.DoesNotContain(document.Table, arrow => places.TryGetValue(arrow.To, out var place) && place <= places[arrow.From]);
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public void Picture_ItsArrows_AreTheTablesWithoutShortcuts(string root)
    {
        var document = new ArchitectureDocument(root);
        var arrows = document.Table.Where(arrow => !Undrawn.Contains(arrow.To)).ToHashSet();
        var expected = arrows.Where(arrow => !arrows.Any(first => first.From == arrow.From && first != arrow && Leads(arrows, first.To, arrow.To))).ToHashSet();

        Assert.True(expected.SetEquals(document.Picture), $"docs/architecture.md, the picture of {root}: missing is {Told(expected.Except(document.Picture))}; too much is {Told(document.Picture.Except(expected))}.");
    }

    [Fact]
    public void Programs_ReferToNoOther()
    {
        var names = Programs.Values.Select(program => program.GetName().Name).ToHashSet();

        Assert.Equal(2, names.Count);
        Assert.DoesNotContain(Programs.Values.SelectMany(program => program.GetReferencedAssemblies()), reference => names.Contains(reference.Name));
    }

    private static bool Leads(HashSet<(string From, string To)> arrows, string from, string to)
    {
        var reached = new HashSet<string> { from };
        while (arrows.Any(arrow => reached.Contains(arrow.From) && reached.Add(arrow.To)))
        {
        }

        return reached.Contains(to);
    }

    private static string Told(IEnumerable<(string From, string To)> arrows) =>
        string.Join(", ", arrows.Select(arrow => $"{arrow.From} -> {arrow.To}").Order(StringComparer.Ordinal).DefaultIfEmpty("none"));
}
