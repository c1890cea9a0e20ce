using System.Diagnostics;

namespace Stacks.Tests.Commands;

/// <summary>A shell in which some programs are stand-ins that write down what they are asked.</summary>
internal sealed class Shell : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    /// <summary>Puts a script in the place of a program; <c>$LOG</c> is where it writes down what it is asked.</summary>
    public Shell With(string program, string script)
    {
        var path = Path.Combine(_folder.FullName, program);
        File.WriteAllText(path, $"#!/usr/bin/env bash\nLOG={_folder.FullName}/log\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>What the stand-ins wrote down.</summary>
    public string Log => File.Exists(Path.Combine(_folder.FullName, "log")) ? File.ReadAllText(Path.Combine(_folder.FullName, "log")) : "";

    /// <summary>Runs a command; returns its exit code and all that it said.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string command)
    {
        var start = new ProcessStartInfo("bash") { ArgumentList = { "-c", command }, WorkingDirectory = Repository.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder.FullName}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
