using System.Globalization;
using System.Reflection;
using Google.Protobuf.WellKnownTypes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pulumi.Engine.Answers;

/// <summary>What a provider would fill in for one type or function.</summary>
/// <param name="NamedBy">The input that the provider names itself when it is not given; empty for none.</param>
/// <param name="Id">Template of the id.</param>
/// <param name="Outputs">Templates of what the provider computes, by property.</param>
internal sealed record AnswerRule(string NamedBy, Value Id, IReadOnlyDictionary<string, Value> Outputs);

/// <summary>The rules of an embedded table: a mapping of tokens to rules, with <c>*</c> for all others.</summary>
internal sealed class AnswerTable
{
    private readonly Dictionary<string, AnswerRule> _rules;

    private AnswerTable(Dictionary<string, AnswerRule> rules) => _rules = rules;

    public static AnswerTable Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly holds no table '{name}'");
        using var reader = new StreamReader(stream);
        var yaml = new YamlStream();
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return new AnswerTable(root.Children.ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => ToRule((YamlMappingNode)entry.Value)));
    }

    /// <summary>The token's rule, else that for all others, else null.</summary>
    public AnswerRule? Find(string token) => _rules.GetValueOrDefault(token) ?? _rules.GetValueOrDefault("*");

    private static AnswerRule ToRule(YamlMappingNode node)
    {
        var values = node.Children.ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => ToValue(entry.Value));
        values.Remove("namedBy", out var namedBy);
        values.Remove("id", out var id);
        return new AnswerRule(namedBy?.StringValue ?? "", id ?? Value.ForString("{logical}-{hex:8}"), values);
    }

    private static Value ToValue(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Value.ForStruct(new Struct
        {
            Fields = { mapping.Children.ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => ToValue(entry.Value)) },
        }),
        YamlSequenceNode sequence => Value.ForList([.. sequence.Children.Select(ToValue)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" } => Value.ForBool(true),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" } => Value.ForBool(false),
        YamlScalarNode { Style: ScalarStyle.Plain } plain when double.TryParse(plain.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Value.ForNumber(number),
        _ => Value.ForString(((YamlScalarNode)node).Value ?? ""),
    };
}
