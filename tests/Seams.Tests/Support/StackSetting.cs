using System.Text.RegularExpressions;
using Pulumi.Engine.Projects;

namespace Seams.Tests.Support;

/// <summary>A setting of the stacks as Pulumi.yaml declares it, and what another value does as docs/changing.md says.</summary>
internal sealed partial record StackSetting(string Key, string Type, string Default, string Allowed, string Meaning, string Changing)
{
    private const string Switch = "switches the backend";

    /// <summary>All that Pulumi.yaml declares, in its order.</summary>
    public static IReadOnlyList<StackSetting> All()
    {
        var changing = File.ReadLines(Path.Combine(Plans.Folder, "docs", "changing.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => Effect(cells[2..^1]));
        changing.Add("backend", Switch);
        return [.. PulumiProject.Load(Plans.Folder).Config.Where(entry => !entry.Key.Contains(':')).Select(entry => Of(entry.Key, entry.Value, changing))];
    }

    private static StackSetting Of(string key, ConfigDeclaration declaration, Dictionary<string, string> changing)
    {
        var text = declaration.Description!;
        var end = text.LastIndexOf("; ", StringComparison.Ordinal);
        var value = declaration.Default?.Text switch
        {
            null => "required",
            "" or "[]" => "none",
            var given => $"`{given}`",
        };
        Assert.True(changing.ContainsKey(key), $"docs/changing.md does not tell of '{key}': UPDATE_DOCS=1 dotnet test tests/Engine.Tests");
        return new(key, declaration.Type is { Items: { } items } ? $"list of {items}s" : declaration.Type!.Name, value, text[(end + 2)..].TrimEnd('.'), $"{text[..end]}.", changing[key]);
    }

    // One word for all backends where they agree.
    private static string Effect(string[] cells)
    {
        var known = Plans.Backends.Zip(cells.Select(Short)).Where(cell => cell.Second != "-").ToLookup(cell => cell.Second, cell => cell.First);
        return known.Count == 1 ? known.Single().Key : string.Join("; ", known.Select(effect => $"{string.Join(", ", effect)}: {effect.Key}"));
    }

    // What is replaced, and what each hazard is about, is long.
    private static string Short(string cell)
    {
        var parts = cell.Split("<br>");
        var effect = Replaced().Replace(parts[0], match => match.Value.Contains(',') ? "replaces several objects" : match.Value).Replace("; ", " and ", StringComparison.Ordinal);
        var hazards = parts[1..].Select(part => part[..(part.LastIndexOf("**", StringComparison.Ordinal) + 2)]).ToList();
        return hazards.Count == 0 ? effect : $"{effect} ({string.Join(", ", hazards)})";
    }

    [GeneratedRegex("replaces .*")]
    private static partial Regex Replaced();
}
