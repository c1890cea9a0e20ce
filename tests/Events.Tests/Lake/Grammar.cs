using System.Diagnostics;
using System.Text.Json;
using RoomTypes.Tests.Evidently;

namespace RoomTypes.Tests.Lake;

/// <summary>Grammars and schemas as programs of JavaScript; npm ci in their folders restores them.</summary>
internal static class Grammar
{
    /// <summary>What Trino's has against questions, by their names.</summary>
    public static Task<IReadOnlyList<string>> FaultsAsync(Dictionary<string, string> questions) => FaultsAsync(questions, "Lake", "grammar.mjs");

    /// <summary>What a program has against texts, by their names.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(Dictionary<string, string> texts, string subject, string program)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Client.Program(subject, program)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(texts));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return [.. JsonSerializer.Deserialize<Dictionary<string, string[]>>(output)!.Select(fault => $"{fault.Key}: {string.Join("; ", fault.Value)}")];
    }
}
