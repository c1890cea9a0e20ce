using System.Diagnostics;
using Engine.Tests.Support;

namespace Cost.Tests.Support;

/// <summary>The program as a process.</summary>
internal static class Tool
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var folder = AppContext.BaseDirectory.TrimEnd('/');
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(folder, "Cost.dll"), .. arguments, "--program", Path.GetFullPath(Path.Combine(folder, "../../Stacks", Path.GetFileName(folder), "Stacks.dll")), "--project", Plans.Folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
