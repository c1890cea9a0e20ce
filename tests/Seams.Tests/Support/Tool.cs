using System.Diagnostics;

namespace Seams.Tests.Support;

/// <summary>A program of another language that knows something of AWS.</summary>
internal static class Tool
{
    /// <summary>What it writes about what it reads.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it runs, from the repository's root.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="remedy">What to do where it is missing.</param>
    public static async Task<string> RunAsync(string[] command, string folder, string input, string remedy)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Path.Combine(Plans.Folder, folder),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} failed ({remedy}): {await errors}");
        return await output;
    }
}
