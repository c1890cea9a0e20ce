using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RoomTypes.Tests.Support;

/// <summary>./run pipeline as a process, whose runs are in a folder.</summary>
internal sealed partial class PipelineProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly string _state;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private PipelineProcess(Process process, string state) => (_process, _state, _output, _error) = (process, state, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public static PipelineProcess Start(string state, IReadOnlyDictionary<string, string> environment, params string[] arguments) => Launch(state, environment, [.. arguments, "--state", state]);

    /// <summary>A step's command, as the image's container runs it.</summary>
    public static PipelineProcess StartStep(IReadOnlyDictionary<string, string> environment, params string[] arguments) => Launch("", environment, arguments);

    /// <summary>The exit code of a step's command, and the most memory that it held.</summary>
    public static async Task<(int ExitCode, double Megabytes)> PeakMegabytesAsync(params string[] arguments)
    {
        using var process = StartStep(new Dictionary<string, string>(), arguments);
        var peak = 0L;
        while (!process._process.HasExited)
        {
            try
            {
                peak = Math.Max(peak, process._process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It has ended in between.
            }

            await Task.WhenAny(Task.Delay(20), process._process.WaitForExitAsync());
            process._process.Refresh();
        }

        return ((await process.EndAsync()).ExitCode, peak / 1e6);
    }

    private static PipelineProcess Launch(string state, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        // Started in the background, the tests would ignore the interrupt, and the program with them.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "Pipeline.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new(Process.Start(start)!, state);
    }

    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _output, await _error);
    }

    /// <summary>Waits until the journal of some run says that of a step.</summary>
    public async Task UntilAsync(string step, string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!Entries(_state).Any(entry => entry.Step == step && entry.Event == what))
        {
            Assert.False(_process.HasExited, _process.HasExited ? await _error : "");
            await Task.Delay(20, limit.Token);
        }
    }

    public void Kill() => _process.Kill();

    public void Interrupt() => Assert.Equal(0, Signal(_process.Id, 2));

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>Step and event of every line of all journals, the earliest run first.</summary>
    public static IReadOnlyList<(string? Step, string Event)> Entries(string state)
    {
        var entries = new List<(string?, string)>();
        foreach (var journal in Journals(state))
        {
            using var reader = new StreamReader(new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var text = reader.ReadToEnd();
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var json = JsonDocument.Parse(line);
                entries.Add((json.RootElement.TryGetProperty("step", out var step) ? step.GetString() : null, json.RootElement.GetProperty("event").GetString()!));
            }
        }

        return entries;
    }

    public static IReadOnlyList<string> Journals(string state) => Directory.Exists(state)
        ? [.. Directory.GetDirectories(state).Order(StringComparer.Ordinal).Select(run => Path.Combine(run, "journal.jsonl")).Where(File.Exists)]
        : [];

    /// <summary>Processes whose command line has a text.</summary>
    public static int CountOf(string text) => Directory.GetDirectories("/proc").Count(folder =>
    {
        try
        {
            return int.TryParse(Path.GetFileName(folder), out _) && File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(text, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
