using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>
/// Fills the placeholders of a made-up value: <c>{region}</c>, <c>{account}</c>, <c>{partition}</c>, <c>{dns}</c>,
/// <c>{logical}</c> (the name in the program), <c>{module}</c> and <c>{kind}</c> of the token, <c>{id}</c>, <c>{hex:N}</c>, <c>{letters:N}</c>, <c>{uuid}</c>, and
/// <c>{property}</c> or <c>{property|fallback}</c> for the text of another property.
/// </summary>
internal sealed partial class Template(Cloud cloud, Seed seed, string token, string logicalName, Func<string, Value?> property)
{
    /// <summary>The filled value, or null when it needs a property that there is none of. Unknown and secret pass over to it.</summary>
    public Value? Fill(Value template)
    {
        switch (template.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                return FillText(template.StringValue);
            case Value.KindOneofCase.ListValue:
                return Value.ForList([.. template.ListValue.Values.Select(Fill).OfType<Value>()]);
            case Value.KindOneofCase.StructValue:
                var filled = new Struct();
                foreach (var (name, value) in template.StructValue.Fields)
                {
                    if (Fill(value) is { } part)
                        filled.Fields[name] = part;
                }
                return Value.ForStruct(filled);
            default:
                return template;
        }
    }

    private Value? FillText(string template)
    {
        var secret = false;
        var unknown = false;
        var missing = false;
        var text = Placeholder().Replace(template, match =>
        {
            var value = Resolve(match.Groups["name"].Value, match.Groups["argument"].Value);
            if (value is null && match.Groups["fallback"].Success)
                value = Resolve(match.Groups["fallback"].Value, match.Groups["fallbackArgument"].Value);
            missing |= value is null;
            secret |= value is not null && PropertyValue.ContainsSecret(value);
            unknown |= value is not null && PropertyValue.ContainsUnknown(value);
            return value is null ? "" : Text(PropertyValue.Unwrap(value));
        });
        if (missing)
            return null;
        var result = Value.ForString(unknown ? PropertyValue.Unknown : text);
        return secret ? PropertyValue.Secret(result) : result;
    }

    private Value? Resolve(string name, string argument) => name switch
    {
        "region" => Value.ForString(cloud.Region),
        "account" => Value.ForString(Cloud.AccountId),
        "partition" => Value.ForString(cloud.Partition),
        "dns" => Value.ForString(cloud.DnsSuffix),
        "logical" => Value.ForString(logicalName),
        "module" => Value.ForString(token.Split(':')[1].Split('/')[0]),
        "kind" => Value.ForString(token.Split(':')[1].Split('/')[^1]),
        "uuid" => Value.ForString(seed.Uuid()),
        "hex" => Value.ForString(seed.Hex(int.Parse(argument, CultureInfo.InvariantCulture))),
        "letters" => Value.ForString(seed.Letters(int.Parse(argument, CultureInfo.InvariantCulture))),
        _ => property(name),
    };

    private static string Text(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue.ToString(CultureInfo.InvariantCulture),
        Value.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        Value.KindOneofCase.ListValue when value.ListValue.Values.Count > 0 => Text(PropertyValue.Unwrap(value.ListValue.Values[0])),
        _ => "",
    };

    [GeneratedRegex(@"\{(?<name>\w+)(:(?<argument>\d+))?(\|(?<fallback>\w+)(:(?<fallbackArgument>\d+))?)?\}")]
    private static partial Regex Placeholder();
}
