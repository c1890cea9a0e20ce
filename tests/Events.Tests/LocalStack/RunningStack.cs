using System.Collections.Concurrent;
using System.Diagnostics;
using RoomTypes.LocalStack;

namespace RoomTypes.Tests.LocalStack;

/// <summary>./run up, as a program.</summary>
internal sealed class RunningStack : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _lines = [];
    private readonly SemaphoreSlim _said = new(0);
    private readonly string _data;

    private RunningStack(Process process, string data, int port)
    {
        (Process, _data) = (process, data);
        Client = new() { BaseAddress = new Uri($"http://localhost:{port}") };
        process.OutputDataReceived += (_, line) => Say(line.Data);
        process.ErrorDataReceived += (_, line) => Say(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public HttpClient Client { get; }

    public IEnumerable<string> Lines => _lines;

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<RunningStack> StartAsync(string data, (int Service, int Postgres, int Redis) ports, params string[] more)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "LocalStack.dll"), "up", "--data", data, "--service", Path.Combine(AppContext.BaseDirectory, "RoomTypes.dll"),
            "--port", $"{ports.Service}", "--postgres-port", $"{ports.Postgres}", "--redis-port", $"{ports.Redis}", .. more,
        ];
        // Who starts the tests in the background makes them, and so the program, ignore SIGINT.
        var stack = new RunningStack(Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!, data, ports.Service);
        await stack.SaysAsync("stack    | Ready: http://localhost:", 1);
        return stack;
    }

    /// <summary>The process of a part, as the stack notes it.</summary>
    public int ProcessOf(string part) => Records.Of(_data, part).Find() ?? throw new InvalidOperationException($"{part} does not run.");

    /// <summary>Waits until a text was said some times.</summary>
    public async Task SaysAsync(string text, int times)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (_lines.Count(line => line.Contains(text, StringComparison.Ordinal)) < times)
        {
            Assert.False(Process.HasExited && _said.CurrentCount == 0, string.Join('\n', _lines));
            await _said.WaitAsync(TimeSpan.FromSeconds(1), patience.Token);
        }
    }

    public async Task<int> EndAsync()
    {
        Signals.Send(Process.Id, Signal.Interrupt);
        await Process.WaitForExitAsync();
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!Process.HasExited) await EndAsync();
        Process.Dispose();
    }

    private void Say(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        _said.Release();
    }
}
