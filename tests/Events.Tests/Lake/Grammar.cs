using System.Diagnostics;
using System.Text.Json;
using RoomTypes.Tests.Evidently;

namespace RoomTypes.Tests.Lake;

/// <summary>Trino's grammar, as a program of JavaScript; npm ci in its folder restores it.</summary>
internal static class Grammar
{
    /// <summary>What it has against questions, by their names.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(Dictionary<string, string> questions)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Client.Program("Lake", "grammar.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(questions));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return [.. JsonSerializer.Deserialize<Dictionary<string, string[]>>(output)!.Select(fault => $"{fault.Key}: {string.Join("; ", fault.Value)}")];
    }
}
