using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pulumi.Engine.Policies;

/// <summary>
/// Validates a policy's configuration against its JSON schema (draft 7), with the engine's messages. Keywords that no
/// configuration of this kind needs (references, combinations, conditions) are refused rather than passed over.
/// </summary>
internal static class ConfigSchemaValidator
{
    private static readonly string[] Annotations = ["default", "description", "title", "examples", "$comment"];

    /// <summary>The faults of a configuration; none when it is valid.</summary>
    /// <exception cref="PolicyPackException">The schema uses a keyword that is not known here.</exception>
    public static IReadOnlyList<string> Faults(PolicyInfo policy, JsonObject configuration)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = policy.ConfigProperties.DeepClone(),
            ["required"] = new JsonArray([.. policy.RequiredProperties.Select(name => JsonValue.Create(name))]),
        };
        var faults = new List<string>();
        Validate(schema, configuration, "", faults);
        return faults;
    }

    private static void Validate(JsonNode? schema, JsonNode? value, string path, List<string> faults)
    {
        if (schema is not JsonObject keywords)
        {
            if (schema is JsonValue always && always.TryGetValue<bool>(out var allowed) && !allowed)
                Add(faults, path, "False always fails validation");
            return;
        }
        foreach (var (keyword, argument) in keywords)
        {
            if (!Annotations.Contains(keyword) && Problem(keyword, argument!, value, path, keywords, faults) is { } problem)
                Add(faults, path, problem);
        }
    }

    private static string? Problem(string keyword, JsonNode argument, JsonNode? value, string path, JsonObject schema, List<string> faults) => keyword switch
    {
        "type" => IsOfType(argument, value) ? null : $"Invalid type. Expected: {Types(argument)}, given: {TypeOf(value)}",
        "enum" => argument.AsArray().Any(item => JsonNode.DeepEquals(item, value)) ? null : $"{Last(path)} must be one of the following: {string.Join(", ", argument.AsArray().Select(Text))}",
        "const" => JsonNode.DeepEquals(argument, value) ? null : $"{Last(path)} does not match: {Text(argument)}",
        "minimum" => Number(value) < Number(argument) ? $"Must be greater than or equal to {Text(argument)}" : null,
        "maximum" => Number(value) > Number(argument) ? $"Must be less than or equal to {Text(argument)}" : null,
        "exclusiveMinimum" => Number(value) <= Number(argument) ? $"Must be greater than {Text(argument)}" : null,
        "exclusiveMaximum" => Number(value) >= Number(argument) ? $"Must be less than {Text(argument)}" : null,
        "minLength" => String(value)?.Length < Number(argument) ? $"String length must be greater than or equal to {Text(argument)}" : null,
        "maxLength" => String(value)?.Length > Number(argument) ? $"String length must be less than or equal to {Text(argument)}" : null,
        "pattern" => String(value) is { } text && !Regex.IsMatch(text, String(argument)!) ? $"Does not match pattern '{String(argument)}'" : null,
        "format" => String(value) is { } text && !IsOfFormat(String(argument)!, text) ? $"Does not match format '{String(argument)}'" : null,
        "minItems" => (value as JsonArray)?.Count < Number(argument) ? $"Array must have at least {Text(argument)} items" : null,
        "maxItems" => (value as JsonArray)?.Count > Number(argument) ? $"Array must have at most {Text(argument)} items" : null,
        "uniqueItems" => value is JsonArray items && argument.GetValue<bool>() && Repeats(items) ? "array items must be unique" : null,
        "required" => Missing(argument, value, path, faults),
        "properties" => Each(value as JsonObject, argument.AsObject(), path, faults),
        "items" => EachItem(value as JsonArray, argument, path, faults),
        "additionalProperties" => Additional(value as JsonObject, argument, schema, path, faults),
        _ => throw new PolicyPackException($"the schema of '{path}' uses the JSON-schema keyword '{keyword}', which the offline engine does not know; leave it out or preview with the Pulumi CLI"),
    };

    private static string? Missing(JsonNode names, JsonNode? value, string path, List<string> faults)
    {
        foreach (var name in names.AsArray().Select(name => String(name)!).Where(name => value is JsonObject mapping && !mapping.ContainsKey(name)))
            Add(faults, path, $"{name} is required");
        return null;
    }

    private static string? Each(JsonObject? value, JsonObject schemas, string path, List<string> faults)
    {
        foreach (var (name, schema) in schemas.Where(entry => value is not null && value.ContainsKey(entry.Key)))
            Validate(schema, value![name], Join(path, name), faults);
        return null;
    }

    private static string? EachItem(JsonArray? value, JsonNode schema, string path, List<string> faults)
    {
        for (var i = 0; i < (value?.Count ?? 0); i++)
            Validate(schema, value![i], Join(path, i.ToString(CultureInfo.InvariantCulture)), faults);
        return null;
    }

    private static string? Additional(JsonObject? value, JsonNode argument, JsonObject schema, string path, List<string> faults)
    {
        foreach (var (name, item) in (value ?? []).Where(entry => schema["properties"]?.AsObject().ContainsKey(entry.Key) != true))
        {
            if (argument.GetValueKind() == JsonValueKind.False)
                Add(faults, path, $"Additional property {name} is not allowed");
            else
                Validate(argument, item, Join(path, name), faults);
        }
        return null;
    }

    private static bool IsOfType(JsonNode argument, JsonNode? value) => argument is JsonArray several
        ? several.Any(type => IsOfType(type!, value))
        : String(argument) switch
        {
            "number" => Number(value) is not null,
            "integer" => Number(value) is { } number && Math.Truncate(number) == number,
            var type => TypeOf(value) == type,
        };

    private static string Types(JsonNode argument) => argument is JsonArray several ? string.Join("/", several.Select(String)) : String(argument)!;

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => Math.Truncate(Number(value)!.Value) == Number(value) ? "integer" : "number",
        _ => "null",
    };

    private static bool IsOfFormat(string format, string text)
    {
        if (format != "regex")
            throw new PolicyPackException($"the JSON-schema format '{format}' is not known to the offline engine; known is 'regex'");
        try
        {
            _ = new Regex(text, RegexOptions.ECMAScript);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool Repeats(JsonArray items) =>
        items.Select((item, index) => items.Take(index).Any(before => JsonNode.DeepEquals(before, item))).Any(repeated => repeated);

    private static double? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;

    private static string? String(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static void Add(List<string> faults, string path, string problem) => faults.Add(path.Length == 0 ? problem : $"{path}: {problem}");
}
