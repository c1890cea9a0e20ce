using System.Diagnostics;

namespace RoomTypes.LocalStack;

/// <summary>How a program is started.</summary>
/// <param name="Program">Its path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="User">Who it runs as where the stack is root's; null for root too.</param>
/// <param name="Folder">Its working folder; null for the stack's.</param>
internal sealed record Launch(string Program, IReadOnlyList<string> Arguments, string? User = null, string? Folder = null)
{
    /// <summary>Variables beside the stack's own.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Starts it, in a session of its own: a terminal's Ctrl+C is for the stack, which ends its parts in order. Both helpers become the program
    /// (they do not fork), so that the process that is started is the program's.
    /// </summary>
    /// <exception cref="StackException">A program is missing.</exception>
    public Process Start()
    {
        string[] before = User is not null && Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", User, "--regid", User, "--init-groups", "--"] : [];
        var start = new ProcessStartInfo("setsid", [.. before, Program, .. Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder ?? "",
        };
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new StackException($"setsid cannot be started: {exception.Message}. Install util-linux.");
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="input">What it reads.</param>
    /// <exception cref="StackException">It ended with a fault.</exception>
    public async Task RunAsync(string input = "")
    {
        using var process = Start();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new StackException($"{Program} ended with {process.ExitCode}: {(await errors).Trim()} {output.Trim()}".TrimEnd());
    }
}
