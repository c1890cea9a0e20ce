using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pulumi.Engine.Projects;

/// <summary>Reads YAML the way the CLI's parser types it: plain scalars by their form, quoted ones as strings.</summary>
internal static class Yaml
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static YamlMappingNode ReadMapping(string path)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new ProjectException($"{path}: not valid YAML at line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
        if (stream.Documents.Count == 0)
            return [];
        return stream.Documents[0].RootNode switch
        {
            YamlMappingNode mapping => mapping,
            YamlScalarNode { Value: null or "" } => [],
            _ => throw new ProjectException($"{path}: expected a mapping of keys to values at the top."),
        };
    }

    public static YamlNode? Child(this YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    public static string? ScalarText(this YamlMappingNode mapping, string key) => (mapping.Child(key) as YamlScalarNode)?.Value;

    public static string KeyText(this KeyValuePair<YamlNode, YamlNode> entry) =>
        entry.Key is YamlScalarNode { Value: { } text }
            ? text
            : throw new ProjectException($"line {entry.Key.Start.Line}: expected a text as key.");

    public static ConfigValue ToConfigValue(this YamlNode node)
    {
        var json = ToJson(node);
        var text = json switch
        {
            null => "",
            JsonValue value when value.TryGetValue<string>(out var scalar) => scalar,
            _ => json.ToJsonString(Relaxed),
        };
        return new ConfigValue(text, json, HasSecure(json));
    }

    /// <summary>An encrypted value is a mapping with the one key "secure".</summary>
    private static bool HasSecure(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } one when one.ContainsKey("secure") => true,
        JsonObject mapping => mapping.Any(entry => HasSecure(entry.Value)),
        JsonArray items => items.Any(HasSecure),
        _ => false,
    };

    // Keys are sorted because the CLI passes structures through a Go map, which it writes in key order.
    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children
            .Select(entry => KeyValuePair.Create(entry.KeyText(), ToJson(entry.Value)))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Resolve(plain.Value ?? ""),
        YamlScalarNode quoted => JsonValue.Create(quoted.Value ?? ""),
        _ => throw new ProjectException($"line {node.Start.Line}: unsupported YAML node."),
    };

    private static JsonValue? Resolve(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return null;
        if (text is "true" or "True" or "TRUE")
            return JsonValue.Create(true);
        if (text is "false" or "False" or "FALSE")
            return JsonValue.Create(false);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && !HasLeadingZero(text))
            return JsonValue.Create(integer);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && !HasLeadingZero(text))
            return JsonValue.Create(number);
        return JsonValue.Create(text);
    }

    // An account id such as 012345678901 is no number: YAML would take it for an octal one.
    private static bool HasLeadingZero(string text) => text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1]);
}
