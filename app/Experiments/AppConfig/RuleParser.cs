using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>Reads a rule by recursive descent; every fault is a <see cref="FormatException"/> that names the place.</summary>
internal sealed class RuleParser(string text, string defaultSeed)
{
    private const string Operators = "and, or, not, eq, ne, gt, gte, lt, lte, in, contains, begins_with, ends_with, matches, exists and split";
    private const int Deepest = 64;

    private int _at;
    private int _depth;

    public Expression ParseRule()
    {
        var expression = ParseExpression();
        SkipSpace();
        return _at == text.Length ? expression : throw Wrong("the end of the rule");
    }

    private Expression ParseExpression()
    {
        Expect('(');
        if (++_depth > Deepest) throw Wrong($"at most {Deepest} nested expressions");
        var start = _at;
        var name = ParseWord();
        var arguments = new List<Argument>();
        while (!TryTake(')')) arguments.Add(ParseArgument());
        _depth--;
        try
        {
            return Make(name, new Arguments(name, arguments));
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{exception.Message} (at character {start} of '{text}')", exception);
        }
    }

    private Expression Make(string name, Arguments arguments) => name switch
    {
        "and" => new All(arguments.Expressions(least: 2)),
        "or" => new Any(arguments.Expressions(least: 2)),
        "not" => new Not(arguments.Expressions(least: 1, most: 1)[0]),
        "eq" => Compare(arguments, order => order == 0),
        // Only audience rules are documented to have it.
        "ne" => Compare(arguments, order => order != 0),
        "gt" => Compare(arguments, order => order > 0),
        "gte" => Compare(arguments, order => order >= 0),
        "lt" => Compare(arguments, order => order < 0),
        "lte" => Compare(arguments, order => order <= 0),
        "in" => new In(arguments.Next("in"), arguments.List("list")),
        "contains" => Test(arguments, static (value, part) => value.Contains(part, StringComparison.Ordinal)),
        "begins_with" => Test(arguments, static (value, part) => value.StartsWith(part, StringComparison.Ordinal)),
        "ends_with" => Test(arguments, static (value, part) => value.EndsWith(part, StringComparison.Ordinal)),
        "matches" => new Matches(arguments.Next("in"), Pattern(arguments.Text("pattern"))),
        "exists" => new Exists(arguments.Text("key")),
        "split" => MakeSplit(arguments),
        _ => throw new FormatException($"The operator is '{name}'; allowed are {Operators}."),
    };

    private static Comparison Compare(Arguments arguments, Func<int, bool> accepts) => new(arguments.Next("left"), arguments.Next("right"), accepts);

    private static TextTest Test(Arguments arguments, Func<string, string, bool> accepts) => new(arguments.Next("in"), arguments.Next("part"), accepts);

    private Split MakeSplit(Arguments arguments)
    {
        var share = arguments.Number("pct");
        if (share is < 0 or > 100) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"The pct of split is {share}; allowed is 0 to 100."));
        return new Split(arguments.Next("by"), (int)Math.Round(share / 100 * EntityHash.Slots), arguments.Has("seed") ? arguments.Text("seed") : defaultSeed);
    }

    /// <summary>Matching takes time in proportion to the text, whatever the pattern.</summary>
    private static Regex Pattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"The pattern is '{pattern}': {exception.Message}", exception);
        }
    }

    private Argument ParseArgument()
    {
        SkipSpace();
        var start = _at;
        if (_at < text.Length && char.IsAsciiLetter(text[_at]))
        {
            var name = ParseWord();
            if (text.AsSpan(_at).StartsWith("::"))
            {
                _at += 2;
                return new Argument(name, ParseOperands());
            }

            _at = start;
        }

        return new Argument(null, ParseOperands());
    }

    /// <summary>One operand, or those of a list.</summary>
    private Operand[] ParseOperands()
    {
        if (!TryTake('[')) return [ParseOperand()];
        var list = new List<Operand>();
        while (!TryTake(']'))
        {
            list.Add(ParseOperand());
            TryTake(',');
        }

        return [.. list];
    }

    private Operand ParseOperand()
    {
        SkipSpace();
        if (_at == text.Length) throw Wrong("an operand");
        switch (text[_at])
        {
            case '(':
                return ParseExpression();
            case '"':
                return new Constant(RuleValue.Of(ParseText()));
            case '$':
                _at++;
                return new ContextKey(ParseWord());
            default:
                return new Constant(ParseLiteral());
        }
    }

    private RuleValue ParseLiteral()
    {
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('(' or ')' or '[' or ']' or ',' or '"')) _at++;
        var word = text[start.._at];
        if (word is "true" or "false") return RuleValue.Of(word == "true");
        if (RuleValue.TryParseTime(word, out var time)) return RuleValue.Of(time);
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return RuleValue.Of(number);
        _at = start;
        throw Wrong("a \"text\", a number, a time, true, false, $key or an expression");
    }

    private string ParseText()
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '"')
            {
                _at++;
                return value.ToString();
            }

            if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\\') _at++;
            value.Append(text[_at]);
        }

        throw Wrong("a closing quotation mark");
    }

    private string ParseWord()
    {
        SkipSpace();
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '.')) _at++;
        return _at > start ? text[start.._at] : throw Wrong("a name");
    }

    private void Expect(char character)
    {
        if (!TryTake(character)) throw Wrong($"'{character}'");
    }

    private bool TryTake(char character)
    {
        SkipSpace();
        if (_at == text.Length || text[_at] != character) return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
    }

    private FormatException Wrong(string expected) =>
        new($"The rule has {(_at < text.Length ? $"'{text[_at]}'" : "its end")} at character {_at} of '{text}'; allowed is {expected}.");
}
