using System.Text.RegularExpressions;

namespace Pulumi.Engine.Transitions;

/// <summary>Paths of inputs such as <c>vpcConfig.subnetIds[0]</c>.</summary>
internal static partial class PropertyPath
{
    /// <summary>Whether a path is one of others, or lies below one; positions in lists do not count.</summary>
    public static bool IsUnder(string path, IEnumerable<string> others)
    {
        var plain = Plain(path);
        return others.Select(Plain).Any(other => other == "*" || plain == other || (plain.StartsWith(other, StringComparison.Ordinal) && plain[other.Length] == '.'));
    }

    /// <summary>Whether any of several paths is, or lies below, another.</summary>
    public static bool Touches(IEnumerable<string> paths, string other) => paths.Any(path => IsUnder(path, [other]) || IsUnder(other, [path]));

    // A quoted key is the field of that name: https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/
    private static string Plain(string path) => path.Contains('[', StringComparison.Ordinal) ? Position().Replace(Key().Replace(path, ".$1"), "").TrimStart('.') : path;

    [GeneratedRegex(@"\[(?:\d+|\*)\]")]
    private static partial Regex Position();

    [GeneratedRegex("\\[\"([^\"]*)\"\\]")]
    private static partial Regex Key();
}
