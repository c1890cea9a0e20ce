using System.Text.Json;

namespace Stacks.Tests.Commands;

/// <summary>The workflows by GitHub's own language service, and by what they call: workflows/lint.mjs.</summary>
public sealed class WorkflowTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task Workflows_All_AreWithoutFault() => Assert.Empty(await FaultsAsync());

    [Theory]
    [InlineData("deploy.yml", "needs.image.outputs.image }}", "needs.image.outputs.digest }}", "Context access might be invalid: digest")]
    [InlineData("deploy.yml", "steps.push.outputs.image", "steps.pushed.outputs.image", "Context access might be invalid: pushed")]
    [InlineData("deploy.yml", "timeout-minutes: 30", "timeout: 30", "Unexpected value 'timeout'")]
    [InlineData("deploy.yml", "image: ${{ needs.image.outputs.image }}", "image: ${{ needs.checks.outputs.image }}", "has no such output")]
    [InlineData("deploy.yml", "      stack: prod", "      name: prod", "needs the input 'stack'")]
    [InlineData("deploy.yml", "      stack: prod", "      name: prod", "takes no input 'name'")]
    [InlineData("deploy.yml", "deploy-stack.yml", "deploy-all.yml", "there is no such file")]
    [InlineData("drift.yml", "./run refresh", "./run look", "./run has no command 'look'")]
    [InlineData("checks.yml", "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "actions/checkout@v5", "is not pinned to a commit")]
    public async Task Workflows_Fault_IsTold(string file, string text, string other, string fault) =>
        Assert.Contains(await FaultsAsync(file, text, other), told => told.Contains(fault, StringComparison.Ordinal));

    /// <summary>A long-lived key has no place in a workflow: roles are taken on by the job's own token.</summary>
    [Fact]
    public void Workflows_All_KnowNoSecretsAndOnlyTheRightsThatTheyName()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Folder, ".github"), "*.yml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("aws-access-key-id", text, StringComparison.Ordinal);
            if (Path.GetFileName(file) != "action.yml")
                Assert.Contains("\npermissions:\n  contents: read\n", text, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<IReadOnlyList<string>> FaultsAsync(string? file = null, string text = "", string other = "")
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Repository.Folder, ".github"), "*.yml", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.FullName, Path.GetRelativePath(Repository.Folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var content = await File.ReadAllTextAsync(path);
            if (Path.GetFileName(path) == file)
                Assert.Contains(text, content, StringComparison.Ordinal);
            await File.WriteAllTextAsync(copy, Path.GetFileName(path) == file ? content.Replace(text, other, StringComparison.Ordinal) : content);
        }
        using var shell = new Shell();
        var (exitCode, output) = await shell.RunAsync($"cd tests/Stacks.Tests/workflows && node lint.mjs '{_folder.FullName}/.github' '{Repository.Folder}/run'");
        Assert.True(exitCode == 0, $"npm ci in tests/Stacks.Tests/workflows restores what this needs: {output}");
        return [.. JsonSerializer.Deserialize<List<Fault>>(output, JsonSerializerOptions.Web)!.Select(fault => $"{fault.File}:{fault.Line} {fault.Message}")];
    }

    private sealed record Fault(string File, int? Line, string Message);
}
