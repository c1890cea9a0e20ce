using System.Diagnostics;

namespace RoomTypes.Tests.Support;

/// <summary>A command line program of tools/, as a process.</summary>
internal static class Tool
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="name">Its assembly.</param>
    /// <param name="arguments">Of its command line.</param>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string name, params string[] arguments) => RunWithAsync(name, [], arguments);

    /// <summary>Runs it to its end.</summary>
    /// <param name="name">Its assembly.</param>
    /// <param name="variables">Of its environment, besides the test's.</param>
    /// <param name="arguments">Of its command line.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunWithAsync(string name, Dictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in variables) start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
