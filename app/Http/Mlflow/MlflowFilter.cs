using System.Globalization;
using System.Text.RegularExpressions;

namespace RoomTypes.Http.Mlflow;

/// <summary>What a search looks at: texts and numbers by name, and tags by key.</summary>
/// <param name="Texts">For example name.</param>
/// <param name="Numbers">For example version_number.</param>
/// <param name="Tags">The tags.</param>
internal sealed record MlflowFacts(IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, long> Numbers, IReadOnlyDictionary<string, string> Tags);

/// <summary>A filter of a search: comparisons that all have to hold, <c>name LIKE 'room%' AND tags.team = 'vision'</c> (mlflow/utils/search_utils.py).</summary>
internal sealed partial class MlflowFilter
{
    private const int Longest = 10_000;
    private const string Operators = "=, !=, LIKE and ILIKE of texts, =, !=, <, <=, > and >= of version_number, IN of run_id";

    private readonly List<Func<MlflowFacts, bool>> _conditions = [];

    private MlflowFilter()
    {
    }

    /// <summary>Reads one.</summary>
    /// <param name="text">The filter; null or empty for none.</param>
    /// <param name="texts">The texts that may be compared.</param>
    /// <param name="numbers">The numbers that may be.</param>
    /// <exception cref="MlflowException">It cannot be read, or asks for what there is not.</exception>
    public static MlflowFilter Read(string? text, IReadOnlyCollection<string> texts, IReadOnlyCollection<string> numbers)
    {
        var filter = new MlflowFilter();
        var rest = (text ?? "").Trim();
        if (rest.Length > Longest) throw MlflowException.Refused($"The filter has {rest.Length:N0} characters; allowed are {Longest:N0}.");
        while (rest.Length > 0)
        {
            var match = Comparison().Match(rest);
            if (!match.Success) throw Unreadable(rest);
            filter._conditions.Add(Condition(match, texts, numbers));
            rest = rest[match.Length..];
            if (rest.Length == 0) break;
            var and = And().Match(rest);
            if (!and.Success || and.Length == rest.Length) throw Unreadable(rest);
            rest = rest[and.Length..];
        }

        return filter;
    }

    /// <summary>Whether all of it holds.</summary>
    public bool Holds(MlflowFacts facts) => _conditions.TrueForAll(condition => condition(facts));

    private static Func<MlflowFacts, bool> Condition(Match match, IReadOnlyCollection<string> texts, IReadOnlyCollection<string> numbers)
    {
        var (key, comparator) = (match.Groups["key"].Value.Replace("`", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal), match.Groups["operator"].Value.ToUpperInvariant());
        var values = Value().Matches(match.Groups["value"].Value).Select(value => value.Value).ToList();
        if (TagOf(key) is { } tag)
        {
            var holds = TextCondition(key, comparator, values);
            return facts => facts.Tags.TryGetValue(tag, out var value) && holds(value);
        }

        if (texts.Contains(key))
        {
            var holds = TextCondition(key, comparator, values);
            return facts => holds(facts.Texts[key]);
        }

        if (!numbers.Contains(key)) throw MlflowException.Refused($"The filter compares {Quote.Of(key)}; allowed are {string.Join(", ", texts.Concat(numbers))} and tags.KEY.");
        var compares = NumberCondition(key, comparator, values);
        return facts => compares(facts.Numbers[key]);
    }

    private static Func<string, bool> TextCondition(string key, string comparator, List<string> values)
    {
        if (values.Exists(value => value[0] is not ('\'' or '"'))) throw MlflowException.Refused($"The filter compares {key} with {Quote.Of(values.Find(value => value[0] is not ('\'' or '"'))!)}; texts stand in quotation marks.");
        var texts = values.ConvertAll(value => value[1..^1]);
        if (comparator == "IN") return key == "run_id" ? texts.Contains : throw Unsupported(key, comparator);
        if (texts.Count != 1) throw Unsupported(key, comparator);
        var text = texts[0];
        switch (comparator)
        {
            case "=": return value => value == text;
            case "!=": return value => value != text;
            case "LIKE" or "ILIKE":
                // As SQL has it: % for any text, _ for any character.
                var pattern = new Regex(
                    $"^{Regex.Escape(text).Replace("%", ".*", StringComparison.Ordinal).Replace('_', '.')}$",
                    RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | (comparator == "ILIKE" ? RegexOptions.IgnoreCase : RegexOptions.None));
                return pattern.IsMatch;
            default: throw Unsupported(key, comparator);
        }
    }

    private static Func<long, bool> NumberCondition(string key, string comparator, List<string> values)
    {
        if (values.Count != 1 || !long.TryParse(values[0].Trim('\'', '"'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw MlflowException.Refused($"The filter compares {key} with {Quote.Of(string.Join(", ", values))}; allowed is a whole number.");
        return comparator switch
        {
            "=" => value => value == number,
            "!=" => value => value != number,
            "<" => value => value < number,
            "<=" => value => value <= number,
            ">" => value => value > number,
            ">=" => value => value >= number,
            _ => throw Unsupported(key, comparator),
        };
    }

    private static string? TagOf(string key)
    {
        foreach (var prefix in new[] { "tags.", "tag." })
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal)) return key[prefix.Length..];
        }

        return null;
    }

    private static MlflowException Unreadable(string rest) => MlflowException.Refused($"Invalid filter at {Quote.Of(rest)}; allowed are comparisons joined by AND, for example name = 'room-type'.");

    private static MlflowException Unsupported(string key, string comparator) => MlflowException.Refused($"The filter compares {key} by {comparator}; allowed are {Operators}.");

    private const string OneValue = """(?:'[^']*'|"[^"]*"|-?[0-9]+)""";

    [GeneratedRegex($$"""^(?<key>[A-Za-z_]+(?:\.(?:`[^`]+`|"[^"]+"|[\w.\-/]+))?|`[^`]+`)\s*(?<operator>!=|<=|>=|=|<|>|(?:LIKE|ILIKE|IN)\b)\s*(?<value>{{OneValue}}|\(\s*{{OneValue}}(?:\s*,\s*{{OneValue}})*\s*\))\s*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();

    [GeneratedRegex(OneValue)]
    private static partial Regex Value();

    [GeneratedRegex(@"^AND\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex And();
}
