using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pulumi.Engine.Policies;

/// <summary>The process of a policy pack. It ends when this is disposed, and also when this process is killed.</summary>
internal sealed class PackProcess : IAsyncDisposable
{
    /// <summary>Where the engine is, as packs are told; nothing listens there.</summary>
    public const string EngineAddress = "127.0.0.1:1";

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly bool _endsWithInput;

    private PackProcess(PackCommand command)
    {
        _process = new Process { StartInfo = command.Start };
        _endsWithInput = command.EndsWithInput;
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
    public static async Task<PackProcess> StartAsync(PackCommand command, string folder, CancellationToken cancellation)
    {
        var pack = new PackProcess(command);
        try
        {
            await pack.ListenAsync(folder, cancellation);
            return pack;
        }
        catch (Exception e)
        {
            await pack.DisposeAsync();
            if (e is OperationCanceledException)
                throw new OperationCanceledException(pack.Error, e, cancellation);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Address.Length > 0 && _endsWithInput)
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

    private async Task ListenAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            _process.Start();
        }
        catch (Win32Exception e)
        {
            throw new PolicyPackException($"could not start '{_process.StartInfo.FileName}' for the policy pack in {folder}: {e.Message}. Install what runs it.", e);
        }
        _process.BeginErrorReadLine();
        var line = await _process.StandardOutput.ReadLineAsync(cancellation);
        if (line is null)
            await _process.WaitForExitAsync(cancellation);
        Address = int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? $"127.0.0.1:{port}"
            : throw new PolicyPackException($"the policy pack in {folder} failed to start: {(line is null ? Error : $"its first line is '{line}' and not a port")}");
        // What the pack prints later must not fill the pipe.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
    }
}
