using Bootstrap;
using Pulumi.Testing;
using Stacks.Configuration;

namespace Stacks.Tests.Configuration;

public class SettingDocsTests
{
    [Fact]
    public Task PulumiYaml_ConfigSection_IsTheSettings() => IsTheSettingsAsync("Pulumi.yaml", "room-type", reader => Settings.Read(reader));

    [Fact]
    public Task PulumiYaml_ConfigSectionOfAnAccount_IsItsSettings() => IsTheSettingsAsync("bootstrap/Pulumi.yaml", "room-type-bootstrap", reader => AccountSettings.Read(reader));

    // UPDATE_DOCS=1 writes the section anew.
    private static async Task IsTheSettingsAsync(string file, string project, Action<ConfigReader> read)
    {
        var path = Path.Combine(Repository.Folder, file);
        var expected = SettingDocs.PulumiYaml(await SettingsAsync(project, read));
        var text = await File.ReadAllTextAsync(path);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            await File.WriteAllTextAsync(path, text = text[..text.IndexOf("config:\n", StringComparison.Ordinal)] + expected);

        Assert.EndsWith(expected, text, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Setting>> SettingsAsync(string project, Action<ConfigReader> read)
    {
        IReadOnlyList<Setting> settings = [];
        await Pulumi.Deployment.TestAsync(new AwsMocks(), new TestOptions { ProjectName = project, StackName = "dev" }, () =>
        {
            var reader = new ConfigReader(project);
            read(reader);
            settings = reader.Settings;
        });
        return settings;
    }
}
