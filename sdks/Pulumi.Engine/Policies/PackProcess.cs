using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pulumi.Engine.Policies;

/// <summary>The Node.js process of a policy pack. It ends when this is disposed, and also when this process is killed.</summary>
internal sealed class PackProcess : IAsyncDisposable
{
    private static readonly string Runner = Path.Combine("@pulumi", "pulumi", "cmd", "run-policy-pack", "index.js");
    // Most of what a pack makes lives as long as it: a young generation of this size (in MB) from the start spares copying it.
    private const string YoungGeneration = "--min-semi-space-size=16";
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly StringBuilder _error = new();

    private PackProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_error)
                _error.AppendLine(line.Data);
        };
    }

    /// <summary>Where the pack listens: <c>host:port</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What the pack wrote to standard error.</summary>
    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString().Trim();
        }
    }

    /// <summary>Starts the pack as the engine does, and waits until it listens.</summary>
    /// <exception cref="PolicyPackException">It does not get that far.</exception>
    public static async Task<PackProcess> StartAsync(PolicyPackOptions options, CancellationToken cancellation)
    {
        var pack = new PackProcess(StartInfo(options));
        try
        {
            await pack.ListenAsync(options, cancellation);
            return pack;
        }
        catch
        {
            await pack.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Address.Length > 0)
                await EndAsync();
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        catch (InvalidOperationException)
        {
            // It was never started.
        }
        _process.Dispose();
    }

    /// <summary>Lets the pack end by itself, so that it can keep what it has compiled.</summary>
    private async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(EndTimeout);
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It is stuck.
        }
    }

    private async Task ListenAsync(PolicyPackOptions options, CancellationToken cancellation)
    {
        try
        {
            _process.Start();
        }
        catch (Win32Exception e)
        {
            throw new PolicyPackException($"could not start '{_process.StartInfo.FileName}' for the policy pack in {options.Folder}: {e.Message}. Install Node.js 20 or later.", e);
        }
        _process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.StartTimeout);
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token);
            if (line is null)
                await _process.WaitForExitAsync(limit.Token);
            Address = int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? $"127.0.0.1:{port}"
                : throw new PolicyPackException($"the policy pack in {options.Folder} failed to start: {(line is null ? Error : $"its first line is '{line}' and not a port")}");
            // What the pack prints later must not fill the pipe.
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PolicyPackException($"the policy pack in {options.Folder} did not start within {options.StartTimeout.TotalSeconds:0.#} s. {Error}");
        }
    }

    private static ProcessStartInfo StartInfo(PolicyPackOptions options)
    {
        var modules = FindModules(options.Folder);
        var start = new ProcessStartInfo("node", [YoungGeneration, "--require", Preload("end-with-engine"), "--require", Preload("compile-cache"), Path.Combine(modules, Runner), "127.0.0.1:1", "."])
        {
            WorkingDirectory = options.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(key => key.StartsWith("PULUMI_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        foreach (var (name, value) in options.Variables())
            start.Environment[name] = value;
        start.Environment.TryAdd("NODE_COMPILE_CACHE", Path.Combine(modules, ".cache", "node-compile"));
        return start;
    }

    private static string Preload(string name) => Path.Combine(AppContext.BaseDirectory, $"{name}.cjs");

    /// <summary>Node's own way to a module: the nearest node_modules folder upwards that has it.</summary>
    private static string FindModules(string folder)
    {
        for (var candidate = new DirectoryInfo(Path.GetFullPath(folder)); candidate is not null; candidate = candidate.Parent)
        {
            var modules = Path.Combine(candidate.FullName, "node_modules");
            if (File.Exists(Path.Combine(modules, Runner)))
                return modules;
        }
        throw new PolicyPackException($"the dependencies of the policy pack in {folder} are not installed: run 'npm ci' in the folder of its package-lock.json");
    }
}
