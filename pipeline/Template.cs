using System.Text.RegularExpressions;

namespace Pipelines;

/// <summary>Texts with names in braces, in whose place values come: {data}, {run}, {approve.by}.</summary>
public static partial class Template
{
    /// <summary>The name that stands for the run's own.</summary>
    public const string Run = "run";

    /// <summary>Behind the name of a decision: who has decided.</summary>
    public const string By = "by";

    /// <summary>Behind the name of a decision: why.</summary>
    public const string Reason = "reason";

    /// <summary>The names in a text, in its order.</summary>
    public static IEnumerable<string> Names(string text) => Hole().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>The text with values in the places of names; those that <paramref name="value"/> knows not stay as they are.</summary>
    public static string Fill(string text, Func<string, string?> value) => Hole().Replace(text, match => value(match.Groups[1].Value) ?? match.Value);

    [GeneratedRegex(@"\{([a-zA-Z][a-zA-Z0-9.-]*)\}")]
    private static partial Regex Hole();
}
