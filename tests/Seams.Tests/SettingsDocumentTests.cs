using RoomTypes.Configuration;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>docs/settings.md is what the settings are: UPDATE_DOCS=1 writes it.</summary>
public class SettingsDocumentTests
{
    [Fact]
    public void ServiceSettings_TheirComments_SayWhatIsRead() => Assert.Empty(ServiceSetting.All().SelectMany(setting => setting.Faults()));

    [Fact]
    public void ServiceSettings_TheTable_IsTheOptionsClasses() => DocumentTable.Holds(
        "docs/settings.md",
        ["setting and variable", "type", "default", "allowed", "what"],
        ServiceSetting.All().Select(setting => new[] { Names(setting.Read.Key), setting.Read.Type, setting.Default, setting.Allowed, setting.Meaning }));

    [Fact]
    public void StackSettings_TheTable_IsPulumiYaml() => DocumentTable.Holds(
        "docs/settings.md",
        ["key", "type", "default", "allowed", "what", "another value"],
        StackSetting.All().Select(setting => new[] { $"`{setting.Key}`", setting.Type, setting.Default, setting.Allowed, setting.Meaning, setting.Changing }));

    private static string Names(string key) =>
        $"`{SettingReader.Section}:{key}`<br>`{$"{SettingReader.Section}:{key}".Replace(":", "__", StringComparison.Ordinal)}`";
}
