using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>Fills in what a rule gives for one resource or call; given properties keep their values.</summary>
internal sealed class Filling
{
    private readonly AnswerRule _rule;
    private readonly Template _template;
    private readonly string _existingId;

    public Filling(AnswerRule rule, Struct given, Cloud cloud, Seed seed, string token, string logicalName = "", string existingId = "")
    {
        _rule = rule;
        _existingId = existingId;
        _template = new Template(cloud, seed, token, logicalName, Property);
        Properties = given.Clone();
        if (existingId.Length > 0 && IdProperty(rule) is { Length: > 0 } idProperty)
            Properties.Fields.TryAdd(idProperty, Value.ForString(existingId));
    }

    /// <summary>The given properties and those filled in so far.</summary>
    public Struct Properties { get; }

    /// <summary>The existing id, or the made-up one.</summary>
    public Value? Id => _existingId.Length > 0 ? Value.ForString(_existingId) : _template.Fill(_rule.Id);

    /// <summary>Fills in all that the rule gives.</summary>
    public Struct FillAll()
    {
        foreach (var (name, made) in _rule.Outputs)
        {
            Property(name);
            foreach (var (part, value) in PartsLeftOut(made, Properties.Fields.GetValueOrDefault(name)))
            {
                if (_template.Fill(value) is { } filled)
                    Properties.Fields[name].StructValue.Fields[part] = filled;
            }
        }

        return Properties;
    }

    /// <summary>The parts of a structure that a rule makes up and a program has not given, though it gave others.</summary>
    public static IReadOnlyList<KeyValuePair<string, Value>> PartsLeftOut(Value made, Value? given) =>
        made.KindCase == Value.KindOneofCase.StructValue && given is { KindCase: Value.KindOneofCase.StructValue } && PropertyValue.Signature(given) is null
            ? [.. made.StructValue.Fields.Where(part => !given.StructValue.Fields.ContainsKey(part.Key))]
            : [];

    private Value? Property(string name)
    {
        if (name == "id")
            return Id;
        if (!Properties.Fields.ContainsKey(name) && _rule.Outputs.TryGetValue(name, out var made) && _template.Fill(made) is { } filled)
            Properties.Fields[name] = filled;
        return Properties.Fields.GetValueOrDefault(name);
    }

    /// <summary>The property that is the id, where the id's template is just that.</summary>
    private static string? IdProperty(AnswerRule rule) =>
        rule.Id.StringValue is ['{', .. var name, '}'] && name.All(char.IsLetterOrDigit) && name != "account" ? name : null;
}
