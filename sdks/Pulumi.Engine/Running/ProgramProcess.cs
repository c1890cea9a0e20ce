using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pulumi.Engine.Projects;

namespace Pulumi.Engine.Running;

/// <summary>How a program's process ended; <paramref name="ExitCode"/> is null when the time limit stopped it.</summary>
internal sealed record ProgramExit(int? ExitCode, string StandardOutput, string StandardError, TimeSpan Elapsed);

/// <summary>Runs a program with the environment that the CLI's language host gives it.</summary>
internal static class ProgramProcess
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<ProgramExit> RunAsync(EngineOptions options, string monitor, string engine, CancellationToken cancellation)
    {
        if (options.Program is { } program)
            return await RunHereAsync(program, Variables(options, monitor, engine));
        using var process = new Process { StartInfo = StartInfo(options, monitor, engine) };
        var output = new StringBuilder();
        var error = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        var watch = Stopwatch.StartNew();
        Start(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        int? exitCode = null;
        try
        {
            await process.WaitForExitAsync(limit.Token);
            exitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
        }
        return new ProgramExit(exitCode, Text(output), Text(error), watch.Elapsed);
    }

    private static async Task<ProgramExit> RunHereAsync(Func<IReadOnlyDictionary<string, string>, Task<int>> program, Dictionary<string, string> variables)
    {
        var watch = Stopwatch.StartNew();
        return new ProgramExit(await program(variables), "", "", watch.Elapsed);
    }

    private static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new ProjectException($"could not start the program '{process.StartInfo.FileName}' in {process.StartInfo.WorkingDirectory}: {e.Message}", e);
        }
    }

    private static ProcessStartInfo StartInfo(EngineOptions options, string monitor, string engine)
    {
        var start = new ProcessStartInfo(options.Command[0], options.Command.Skip(1))
        {
            WorkingDirectory = options.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("PULUMI_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        foreach (var (name, value) in Variables(options, monitor, engine))
            start.Environment[name] = value;
        return start;
    }

    private static Dictionary<string, string> Variables(EngineOptions options, string monitor, string engine) => new()
    {
        ["PULUMI_MONITOR"] = monitor,
        ["PULUMI_ENGINE"] = engine,
        ["PULUMI_ORGANIZATION"] = options.Organization,
        ["PULUMI_PROJECT"] = options.Project,
        ["PULUMI_STACK"] = options.Stack,
        ["PULUMI_ROOT_DIRECTORY"] = options.RootDirectory,
        ["PULUMI_PWD"] = options.WorkingDirectory,
        ["PULUMI_DRY_RUN"] = options.Mode == RunMode.Preview ? "true" : "false",
        ["PULUMI_QUERY_MODE"] = "false",
        ["PULUMI_PARALLEL"] = options.Parallel.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["PULUMI_CONFIG"] = JsonSerializer.Serialize(options.Config, Relaxed),
        ["PULUMI_CONFIG_SECRET_KEYS"] = JsonSerializer.Serialize(options.SecretConfigKeys, Relaxed),
    };

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
