using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Hosting.Tests.Processes;

/// <summary>One run of the program.</summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> _waits = [];
    private bool _ended;

    private AppProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Receive(e.Data);
        _process.ErrorDataReceived += (_, e) => Receive(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Behind the Runtime API at that address.</summary>
    public static AppProcess StartLambda(PublishedApp app, string runtimeApi, params (string Name, string Value)[] environment) =>
        Start(app, [], [("AWS_LAMBDA_RUNTIME_API", runtimeApi), ("AWS_LAMBDA_FUNCTION_NAME", "room-type"), .. environment]);

    /// <summary>Behind Kestrel on a free port.</summary>
    public static AppProcess StartKestrel(PublishedApp app, params (string Name, string Value)[] environment) =>
        Start(app, ["--urls", "http://127.0.0.1:0"], environment);

    /// <summary>As SageMaker starts it, but for the port, which is a free one.</summary>
    public static AppProcess StartServing(PublishedApp app, params (string Name, string Value)[] environment) =>
        Start(app, ["serve", "--urls", "http://127.0.0.1:0"], environment);

    /// <summary>Behind Kestrel, within the limits of a control group.</summary>
    public static AppProcess StartWithin(ControlGroup group, PublishedApp app) =>
        Start("sh", ["-c", $"{group.Enter}exec \"$@\"", "sh", app.Program, "--urls", "http://127.0.0.1:0"], [("RoomType__Http__DrainSeconds", "0")]);

    /// <summary>The address that Kestrel listens on, once the models are loaded.</summary>
    public async Task<Uri> ReadyAsync()
    {
        var address = await ListeningAsync();
        await LineAsync("Ready after");
        return address;
    }

    /// <summary>The address that Kestrel listens on, whatever is loaded yet.</summary>
    public async Task<Uri> ListeningAsync()
    {
        const string Listening = "Now listening on: ";
        var line = await LineAsync(Listening);
        return new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
    }

    /// <summary>The first line of output that holds a text.</summary>
    public Task<string> LineAsync(string text)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line) seen.SetResult(line);
            else if (_ended) seen.SetException(Ended(text));
            else _waits.Add((text, seen));
        }
        return seen.Task;
    }

    public void Signal(int number) => Assert.Equal(0, Kill(_process.Id, number));

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static AppProcess Start(PublishedApp app, string[] arguments, (string Name, string Value)[] environment) =>
        Start(app.Program, arguments, environment);

    private static AppProcess Start(string program, string[] arguments, (string Name, string Value)[] environment)
    {
        // Who starts the tests in the background makes them, and so the program, ignore SIGINT.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // As in the image; the default is a file of the user's.
        start.Environment["RoomType__Events__Store"] = "none";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new AppProcess(start);
    }

    private void Receive(string? line)
    {
        lock (_output)
        {
            if (line is null)
            {
                _ended = true;
                foreach (var wait in _waits) wait.Seen.TrySetException(Ended(wait.Text));
                return;
            }
            _output.Append(line).Append('\n');
            foreach (var wait in _waits.Where(wait => line.Contains(wait.Text, StringComparison.Ordinal))) wait.Seen.TrySetResult(line);
        }
    }

    private InvalidOperationException Ended(string text) => new($"The program ended without saying '{text}':\n{_output}");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
