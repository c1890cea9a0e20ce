using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Pulumi.Engine.Projects;

/// <summary>The configuration of one stack: its file merged with the project's defaults, checked by the CLI's rules.</summary>
public static class StackConfig
{
    /// <summary>Reads <c>Pulumi.STACK.yaml</c>; keys come back qualified as <c>namespace:name</c>.</summary>
    /// <exception cref="ProjectException">
    /// The stack has no file, a value is missing, of the wrong type, or encrypted: secrets need the CLI's secrets provider.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Load(PulumiProject project, string stack) => Load(project, stack, new Dictionary<string, string>());

    /// <summary>As <see cref="Load(PulumiProject, string)"/>, with some keys set to other values.</summary>
    /// <exception cref="ProjectException">As there.</exception>
    public static IReadOnlyDictionary<string, string> Load(PulumiProject project, string stack, IReadOnlyDictionary<string, string> changes)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(changes);
        var path = Path.Combine(project.StackConfigDirectory, $"Pulumi.{stack}.yaml");
        if (!File.Exists(path))
            throw new ProjectException($"no stack named '{stack}' found: there is no {Path.GetFileName(path)}; the stacks are {Listed(project.StackNames)}.");

        var values = ReadValues(project, path);
        foreach (var (key, text) in changes)
            values[QualifiedKey(project.Name, key)] = Given(text, project.Config.GetValueOrDefault(key.StartsWith(project.Name + ":", StringComparison.Ordinal) ? key[(project.Name.Length + 1)..] : key));
        var faults = Secured(stack, values).ToList();
        faults.AddRange(Merge(project, stack, values));
        if (faults.Count > 0)
            throw new ProjectException(faults);
        return values.ToDictionary(entry => entry.Key, entry => entry.Value.Text);
    }

    private static Dictionary<string, ConfigValue> ReadValues(PulumiProject project, string path)
    {
        var values = new Dictionary<string, ConfigValue>();
        foreach (var entry in (Yaml.ReadMapping(path).Child("config") as YamlMappingNode) ?? [])
            values[QualifiedKey(project.Name, entry.KeyText())] = entry.Value.ToConfigValue();
        return values;
    }

    /// <summary>A value as the command line gives it: JSON where the key holds a structure.</summary>
    private static ConfigValue Given(string text, ConfigDeclaration? declaration)
    {
        try
        {
            var json = declaration?.Type?.Name is "array" or "object" ? JsonNode.Parse(text) : JsonValue.Create(text);
            return new ConfigValue(text, json, IsSecure: false);
        }
        catch (JsonException)
        {
            return new ConfigValue(text, JsonValue.Create(text), IsSecure: false);
        }
    }

    private static IEnumerable<string> Secured(string stack, Dictionary<string, ConfigValue> values) =>
        values.Where(entry => entry.Value.IsSecure).Select(entry =>
            $"Stack '{stack}' holds an encrypted value at '{entry.Key}'. The offline engine has no secrets provider to decrypt it: "
            + "preview this stack with the Pulumi CLI, or preview a stack whose configuration holds no 'secure:' value.");

    /// <summary>Fills in the project's values, in place, and returns what is missing or of the wrong type.</summary>
    private static List<string> Merge(PulumiProject project, string stack, Dictionary<string, ConfigValue> values)
    {
        var missing = new List<string>();
        var wrong = new List<string>();
        foreach (var (key, declaration) in project.Config.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var qualified = QualifiedKey(project.Name, key);
            if (values.TryGetValue(qualified, out var value))
                wrong.AddRange(Wrong(stack, key, declaration, value));
            else if ((declaration.Default ?? declaration.Value) is { } preset)
                values[qualified] = preset;
            else if (ConfigSchema.OfProject(project.Name, key))
                missing.Add(key);
        }
        if (missing.Count > 0)
            wrong.Insert(0, $"Stack '{stack}' is missing configuration {(missing.Count > 1 ? "values" : "value")} {Listed(missing)}");
        return wrong;
    }

    private static IEnumerable<string> Wrong(string stack, string key, ConfigDeclaration declaration, ConfigValue value)
    {
        if (value.IsSecure)
            yield break;
        if (declaration.Secret)
            yield return $"Stack '{stack}' with configuration key '{key}' must be encrypted as it's secret";
        // The CLI checks a scalar by its text, so that a number is a valid string.
        else if (declaration.Type is { } type && !type.Accepts(value.Json is JsonObject or JsonArray ? value.Json : JsonValue.Create(value.Text)))
            yield return $"Stack '{stack}' with configuration key '{key}' must be of type '{type}', but is '{value.Text}'";
    }

    /// <summary><c>name</c> is the project's; <c>ns:name</c> and the older <c>ns:config:name</c> are the namespace's.</summary>
    private static string QualifiedKey(string project, string key) => key.Split(':') switch
    {
        [var name] => $"{project}:{name}",
        [var ns, var name] => $"{ns}:{name}",
        [var ns, "config", var name] => $"{ns}:{name}",
        _ => throw new ProjectException($"could not parse {key} as a configuration key (configuration keys should be of the form `<namespace>:<name>`)"),
    };

    private static string Listed(IReadOnlyList<string> names) => names switch
    {
        [] => "none",
        [var one] => $"'{one}'",
        [.., var last] => $"'{string.Join("', '", names.SkipLast(1))}' and '{last}'",
    };
}
