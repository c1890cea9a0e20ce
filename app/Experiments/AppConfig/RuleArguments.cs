namespace RoomTypes.Experiments.AppConfig;

/// <summary>An argument of an operator, with its name if it was given one, as in pct::10.</summary>
internal sealed record Argument(string? Name, Operand[] Values);

/// <summary>An operator's arguments, taken by name or else in order.</summary>
internal sealed class Arguments(string @operator, List<Argument> arguments)
{
    public bool Has(string name) => arguments.Exists(argument => argument.Name == name);

    public Operand Next(string name)
    {
        var values = Take(name);
        return values.Length == 1 ? values[0] : throw new FormatException($"The {name} of {@operator} is a list; allowed is one operand.");
    }

    public Operand[] List(string name) => Take(name);

    public string Text(string name) => Next(name) is Constant { Value: { Type: RuleType.Text, Text: { } text } }
        ? text
        : throw new FormatException($"The {name} of {@operator} is no \"text\".");

    public double Number(string name) => Next(name) is Constant { Value: { Type: RuleType.Number } value }
        ? value.Number
        : throw new FormatException($"The {name} of {@operator} is no number.");

    public Expression[] Expressions(int least, int most = int.MaxValue)
    {
        if (arguments.Count < least || arguments.Count > most)
            throw new FormatException($"{@operator} has {arguments.Count} operands; allowed is {(least == most ? "" : "at least ")}{least}.");
        return [.. arguments.Select(argument => argument.Values is [Expression expression]
            ? expression
            : throw new FormatException($"An operand of {@operator} is no expression in parentheses."))];
    }

    private Operand[] Take(string name)
    {
        var at = arguments.FindIndex(argument => argument.Name == name);
        if (at < 0) at = arguments.FindIndex(argument => argument.Name is null);
        if (at < 0) throw new FormatException($"{@operator} lacks its operand {name}.");
        var values = arguments[at].Values;
        arguments.RemoveAt(at);
        return values;
    }
}
