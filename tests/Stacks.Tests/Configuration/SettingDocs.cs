using System.Text;
using Stacks.Configuration;

namespace Stacks.Tests.Configuration;

/// <summary>The settings as Pulumi.yaml tells them.</summary>
internal static class SettingDocs
{
    /// <summary>The config section of Pulumi.yaml.</summary>
    public static string PulumiYaml(IEnumerable<Setting> settings)
    {
        var text = new StringBuilder("config:\n");
        foreach (var setting in settings)
        {
            text.Append($"  {setting.Key}:\n    type: {setting.Type}\n");
            if (setting.Type == "array")
                text.Append("    items:\n      type: string\n");
            if (setting.Default is { } value)
                text.Append($"    default: {(setting.Type is "string" ? $"\"{value}\"" : value)}\n");
            text.Append($"    description: \"{setting.Description}\"\n");
        }

        return text.ToString();
    }
}
