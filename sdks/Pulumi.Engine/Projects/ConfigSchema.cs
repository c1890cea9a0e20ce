using YamlDotNet.RepresentationModel;

namespace Pulumi.Engine.Projects;

/// <summary>Reads the <c>config</c> section of Pulumi.yaml, and holds the CLI's rules for it.</summary>
internal static class ConfigSchema
{
    private static readonly string[] KnownAttributes = ["type", "description", "items", "default", "value", "secret"];

    public static IReadOnlyDictionary<string, ConfigDeclaration> Read(string project, YamlMappingNode? section)
    {
        var declarations = new Dictionary<string, ConfigDeclaration>();
        var faults = new List<string>();
        foreach (var entry in section ?? [])
        {
            var key = entry.KeyText();
            declarations[key] = entry.Value is YamlMappingNode mapping
                ? Declaration(key, mapping, faults)
                : Shorthand(entry.Value, OfProject(project, key));
            faults.AddRange(Faults(key, declarations[key], OfProject(project, key)));
        }
        return faults.Count == 0 ? declarations : throw new ProjectException(faults);
    }

    /// <summary>Whether the key is unqualified or in the project's own namespace.</summary>
    public static bool OfProject(string project, string key) =>
        !key.Contains(':') || key.StartsWith(project + ":", StringComparison.Ordinal);

    private static ConfigDeclaration Shorthand(YamlNode value, bool ofProject) => ofProject
        ? new ConfigDeclaration(null, value.ToConfigValue(), null, false, null)
        : new ConfigDeclaration(null, null, value.ToConfigValue(), false, null);

    private static ConfigDeclaration Declaration(string key, YamlMappingNode mapping, List<string> faults)
    {
        var unknown = mapping.Children.Select(entry => entry.KeyText()).Except(KnownAttributes).ToList();
        if (unknown.Count > 0)
            faults.Add($"#/config/{key}: '{string.Join("', '", unknown)}' not allowed; the allowed attributes are {string.Join(", ", KnownAttributes)}");
        return new ConfigDeclaration(
            mapping.Child("type") is null ? null : Type(key, mapping, faults),
            mapping.Child("default")?.ToConfigValue(),
            mapping.Child("value")?.ToConfigValue(),
            mapping.ScalarText("secret") == "true",
            mapping.ScalarText("description"));
    }

    private static ConfigType Type(string key, YamlMappingNode mapping, List<string> faults)
    {
        var name = mapping.ScalarText("type") ?? "";
        if (!ConfigType.Names.Contains(name))
            faults.Add($"#/config/{key}/type: '{name}' is no type; allowed are {string.Join(", ", ConfigType.Names)}");
        return new ConfigType(name, mapping.Child("items") is YamlMappingNode items ? Type(key, items, faults) : null);
    }

    private static IEnumerable<string> Faults(string key, ConfigDeclaration declaration, bool ofProject)
    {
        if (declaration is { Default: not null, Value: not null })
            yield return $"project config '{key}' cannot have both a 'default' and 'value' attribute";
        if (ofProject)
        {
            if (declaration.Type is { Name: "array", Items: null })
                yield return $"The configuration key '{key}' declares an array but does not specify the underlying type via the 'items' attribute";
            else if (declaration is { Type: { } type, Default: { } value } && !type.Accepts(value.Json))
                yield return $"The default value specified for configuration key '{key}' is not of the expected type '{type}'";
            yield break;
        }
        if (declaration.Type is not null)
            yield return $"Configuration key '{key}' is not namespaced by the project and should not define a type";
        if (declaration.Default is not null)
            yield return $"Configuration key '{key}' is not namespaced by the project and should not define a default value. Did you mean to use the 'value' attribute instead of 'default'?";
        if (declaration.Value is null)
            yield return $"Configuration key '{key}' is namespaced and must provide an attribute 'value'";
    }
}
