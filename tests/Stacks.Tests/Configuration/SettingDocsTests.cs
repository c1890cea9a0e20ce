using Pulumi.Testing;
using Stacks.Configuration;

namespace Stacks.Tests.Configuration;

public class SettingDocsTests
{
    [Fact]
    public async Task PulumiYaml_ConfigSection_IsTheSettings()
    {
        var expected = SettingDocs.PulumiYaml(await SettingsAsync());
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "Pulumi.yaml"));

        Assert.EndsWith(expected, text, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Setting>> SettingsAsync()
    {
        IReadOnlyList<Setting> settings = [];
        await Pulumi.Deployment.TestAsync(new AwsMocks(), new TestOptions { ProjectName = "room-type", StackName = "dev" }, () =>
        {
            var reader = new ConfigReader("room-type");
            _ = Settings.Read(reader);
            settings = reader.Settings;
        });
        return settings;
    }
}
