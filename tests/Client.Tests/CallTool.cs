using System.Diagnostics;

namespace RoomTypes.Tests;

/// <summary>./run call and ./run sign.</summary>
internal static class CallTool
{
    /// <summary>Runs it with these variables, and no others of AWS's that a test's machine may have.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string[] arguments, Dictionary<string, string> environment, string? folder = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Call.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? AppContext.BaseDirectory,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var file in new[] { "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE" }) start.Environment[file] = Path.Combine(AppContext.BaseDirectory, "none");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
