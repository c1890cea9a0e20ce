using System.Text.Json;
using System.Text.RegularExpressions;

namespace Seams.Tests.Support;

/// <summary>What the last stage of app/Dockerfile says.</summary>
/// <param name="Environment">ENV.</param>
/// <param name="User">USER, the number before the colon.</param>
/// <param name="Port">EXPOSE.</param>
/// <param name="HealthCommand">HEALTHCHECK.</param>
/// <param name="Volumes">VOLUME.</param>
internal sealed partial record Dockerfile(IReadOnlyDictionary<string, string> Environment, int User, int Port, IReadOnlyList<string> HealthCommand, IReadOnlyList<string> Volumes)
{
    public static Dockerfile Read()
    {
        var text = File.ReadAllText(Path.Combine(Plans.Folder, "app", "Dockerfile"));
        var lines = Continued().Replace(text[text.LastIndexOf("\nFROM ", StringComparison.Ordinal)..], " ").Split('\n');
        return new Dockerfile(
            Of(lines, "ENV").SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
            int.Parse(Of(lines, "USER").Single().Split(':')[0], System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(Of(lines, "EXPOSE").Single(), System.Globalization.CultureInfo.InvariantCulture),
            JsonSerializer.Deserialize<string[]>(Of(lines, "HEALTHCHECK").Single().Split("CMD ")[1])!,
            [.. Of(lines, "VOLUME").SelectMany(line => JsonSerializer.Deserialize<string[]>(line)!)]);
    }

    private static IEnumerable<string> Of(IEnumerable<string> lines, string instruction) =>
        lines.Where(line => line.StartsWith(instruction + " ", StringComparison.Ordinal)).Select(line => line[(instruction.Length + 1)..].Trim());

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();
}
