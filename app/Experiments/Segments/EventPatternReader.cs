using System.Text;
using System.Text.Json;

namespace RoomTypes.Experiments.Segments;

/// <summary>Reads event patterns; every fault is a <see cref="FormatException"/> that says what and where.</summary>
internal static class EventPatternReader
{
    private const string Or = "$or";
    private const string MatcherNames = "prefix, suffix, equals-ignore-case, wildcard, numeric, cidr, exists or anything-but";

    public static EventPattern Read(JsonElement pattern)
    {
        var clauses = new List<EventPattern.Clause>();
        var alternatives = new List<EventPattern[]>();
        Read(pattern, [], clauses, alternatives);
        if (clauses.Count + alternatives.Count == 0) throw new FormatException("The pattern is empty; allowed is at least one name with a list of values.");
        return new EventPattern([.. clauses], [.. alternatives]);
    }

    private static void Read(JsonElement pattern, string[] path, List<EventPattern.Clause> clauses, List<EventPattern[]> alternatives)
    {
        if (pattern.ValueKind != JsonValueKind.Object) throw Wrong(path, pattern, "an object");
        foreach (var property in pattern.EnumerateObject())
        {
            string[] own = [.. path, property.Name];
            if (property.Name == Or) alternatives.Add(Alternatives(property.Value, path));
            else if (property.Value.ValueKind == JsonValueKind.Object) Read(property.Value, own, clauses, alternatives);
            else clauses.Add(new EventPattern.Clause(own, Matchers(property.Value, own)));
        }
    }

    private static EventPattern[] Alternatives(JsonElement list, string[] path)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) throw Wrong([.. path, Or], list, "a list of patterns");
        return [.. list.EnumerateArray().Select(alternative =>
        {
            var clauses = new List<EventPattern.Clause>();
            var nested = new List<EventPattern[]>();
            Read(alternative, path, clauses, nested);
            return new EventPattern([.. clauses], [.. nested]);
        })];
    }

    private static ValueMatcher[] Matchers(JsonElement list, string[] path)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) throw Wrong(path, list, "a list of at least one value");
        return [.. list.EnumerateArray().Select(element => Matcher(element, path))];
    }

    private static ValueMatcher Matcher(JsonElement element, string[] path) => element.ValueKind switch
    {
        JsonValueKind.Object => Operator(Single(element, path), path),
        JsonValueKind.Array => throw Wrong(path, element, "a value or a matcher"),
        _ => Literal(element),
    };

    private static ValueMatcher Operator(JsonProperty matcher, string[] path) => matcher.Name switch
    {
        "prefix" or "suffix" => Affix(matcher, path),
        "equals-ignore-case" => new TextMatcher(TextRelation.EqualIgnoringCase, Text(matcher, path)),
        "wildcard" => new WildcardMatcher(WildcardParts(Text(matcher, path), path, matcher.Value)),
        "cidr" => new CidrMatcher(Network(Text(matcher, path), path, matcher.Value)),
        "exists" when matcher.Value.ValueKind is JsonValueKind.True or JsonValueKind.False => new ExistsMatcher(matcher.Value.GetBoolean()),
        "numeric" => Numeric(matcher.Value, path),
        "anything-but" => AnythingBut(matcher.Value, path),
        _ => throw Wrong(path, matcher.Value, $"one of {MatcherNames}, not '{matcher.Name}' with this value"),
    };

    /// <summary>What stands between the asterisks; a backslash makes an asterisk or a backslash stand for itself, as in EventBridge.</summary>
    private static string[] WildcardParts(string pattern, string[] path, JsonElement value)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '*')
            {
                parts.Add(part.ToString());
                part.Clear();
                continue;
            }

            if (pattern[i] == '\\' && (++i == pattern.Length || pattern[i] is not ('*' or '\\'))) throw Wrong(path, value, @"a backslash only before * or \, as \* or \\");
            part.Append(pattern[i]);
        }

        return [.. parts, part.ToString()];
    }

    /// <summary>A text, or {"equals-ignore-case": text}.</summary>
    private static TextMatcher Affix(JsonProperty matcher, string[] path)
    {
        var isPrefix = matcher.Name == "prefix";
        if (matcher.Value.ValueKind != JsonValueKind.Object) return new(isPrefix ? TextRelation.Prefix : TextRelation.Suffix, Text(matcher, path));
        var inner = Single(matcher.Value, path);
        if (inner.Name != "equals-ignore-case") throw Wrong(path, matcher.Value, $"a text or equals-ignore-case for {matcher.Name}");
        return new(isPrefix ? TextRelation.PrefixIgnoringCase : TextRelation.SuffixIgnoringCase, Text(inner, path));
    }

    private static System.Net.IPNetwork Network(string text, string[] path, JsonElement value)
    {
        // Bits after the prefix say nothing: 10.0.0.1/24 is 10.0.0.0/24.
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && System.Net.IPAddress.TryParse(text.AsSpan(0, slash), out var address)
            && int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length))
        {
            var bytes = address.GetAddressBytes();
            if (length <= bytes.Length * 8)
            {
                for (var bit = length; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
                return new(new System.Net.IPAddress(bytes), length);
            }
        }

        throw Wrong(path, value, "an address range for cidr, for example \"10.0.0.0/24\"");
    }

    /// <summary>A value or matcher, a list of values, or a matcher of a list of texts.</summary>
    private static AnythingButMatcher AnythingBut(JsonElement value, string[] path)
    {
        if (value.ValueKind == JsonValueKind.Array) return new(Matchers(value, path));
        if (value.ValueKind != JsonValueKind.Object) return new([Matcher(value, path)]);
        var inner = Single(value, path);
        if (inner.Name is not ("prefix" or "suffix" or "equals-ignore-case" or "wildcard"))
            throw Wrong(path, value, "a value, a list of values, prefix, suffix, equals-ignore-case or wildcard in anything-but");
        if (inner.Value.ValueKind != JsonValueKind.Array) return new([Operator(inner, path)]);
        if (inner.Value.GetArrayLength() == 0) throw Wrong(path, value, "a list of at least one text");
        return new([.. inner.Value.EnumerateArray().Select(text => text.ValueKind == JsonValueKind.String ? OfText(inner.Name, text, path) : throw Wrong(path, text, "a text"))]);
    }

    private static ValueMatcher OfText(string name, JsonElement text, string[] path) => name switch
    {
        "prefix" => new TextMatcher(TextRelation.Prefix, text.GetString()!),
        "suffix" => new TextMatcher(TextRelation.Suffix, text.GetString()!),
        "wildcard" => new WildcardMatcher(WildcardParts(text.GetString()!, path, text)),
        _ => new TextMatcher(TextRelation.EqualIgnoringCase, text.GetString()!),
    };

    private static ValueMatcher Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new TextMatcher(TextRelation.Equal, value.GetString()!),
        JsonValueKind.Number => new NumberMatcher(value.GetDouble(), true, value.GetDouble(), true),
        JsonValueKind.Null => new NullMatcher(),
        _ => new BooleanMatcher(value.GetBoolean()),
    };

    private static NumberMatcher Numeric(JsonElement terms, string[] path)
    {
        var matcher = new NumberMatcher(double.NegativeInfinity, true, double.PositiveInfinity, true);
        if (terms.ValueKind != JsonValueKind.Array || terms.GetArrayLength() is not (2 or 4)) throw WrongNumeric(path, terms);
        for (var i = 0; i < terms.GetArrayLength(); i += 2)
        {
            if (terms[i].ValueKind != JsonValueKind.String || terms[i + 1].ValueKind != JsonValueKind.Number) throw WrongNumeric(path, terms);
            var bound = terms[i + 1].GetDouble();
            matcher = terms[i].GetString() switch
            {
                "=" => matcher with { Lower = bound, Upper = bound },
                ">" => matcher with { Lower = bound, LowerIncluded = false },
                ">=" => matcher with { Lower = bound },
                "<" => matcher with { Upper = bound, UpperIncluded = false },
                "<=" => matcher with { Upper = bound },
                _ => throw WrongNumeric(path, terms),
            };
        }

        return matcher;
    }

    private static JsonProperty Single(JsonElement element, string[] path)
    {
        var properties = element.EnumerateObject().ToList();
        return properties.Count == 1 ? properties[0] : throw Wrong(path, element, $"an object of one matcher: {MatcherNames}");
    }

    private static string Text(JsonProperty matcher, string[] path) =>
        matcher.Value.ValueKind == JsonValueKind.String ? matcher.Value.GetString()! : throw Wrong(path, matcher.Value, $"a text for {matcher.Name}");

    private static FormatException WrongNumeric(string[] path, JsonElement value) =>
        Wrong(path, value, "numeric with one or two comparisons, for example [\">\", 10, \"<=\", 20]");

    private static FormatException Wrong(string[] path, JsonElement value, string allowed) =>
        new($"The pattern has {value.GetRawText()} at '{string.Join('.', path)}'; allowed is {allowed}.");
}
