using System.Text.Json;
using System.Text.Json.Nodes;
using Stacks.Tests.Commands;

namespace Stacks.Tests.Pipeline;

/// <summary>Documents of the Amazon States Language by its schemas.</summary>
internal static class StatesSchema
{
    /// <summary>What is wrong in a document.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(JsonObject document)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, document.ToJsonString());
        using var shell = new Shell();
        var (exitCode, output) = await shell.RunAsync($"cd tests/Stacks.Tests/asl && node check.mjs < '{file}'");
        File.Delete(file);
        Assert.True(exitCode == 0, $"npm ci in tests/Stacks.Tests/asl restores what this needs: {output}");
        return JsonSerializer.Deserialize<List<string>>(output)!;
    }
}
