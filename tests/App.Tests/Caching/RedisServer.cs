using System.Diagnostics;

namespace RoomTypes.Tests.Caching;

/// <summary>A real Redis of Debian's package on a free port, which keeps nothing on disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _options;
    private Process? _process;

    private RedisServer(int port, bool tls, string[] options)
    {
        Port = port;
        _options = tls ? ["--port", "0", "--tls-port", $"{port}", "--tls-auth-clients", "no", "--tls-cert-file", Certificate, "--tls-key-file", $"{_folder.Path}/key.pem", .. options] : ["--port", $"{port}", .. options];
        if (tls) Loopback.WriteCertificate(Certificate, $"{_folder.Path}/key.pem");
    }

    public int Port { get; }

    /// <summary>What it shows with TLS, of the name <c>localhost</c>: it has signed itself.</summary>
    public string Certificate => Path.Combine(_folder.Path, "certificate.pem");

    public static Task<RedisServer> StartAsync(params string[] options) => StartAsync(tls: false, options);

    public static async Task<RedisServer> StartAsync(bool tls, params string[] options)
    {
        if (!File.Exists(Program)) throw new InvalidOperationException("Redis' server is missing; on Debian: apt-get install redis-server");
        var server = new RedisServer(Loopback.FreePort(), tls, options);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Begins it, empty, and waits until it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.Path, .. _options]) { RedirectStandardOutput = true })!;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException($"Redis ended with {_process.ExitCode}.");
    }

    /// <summary>As a crash.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is not null) Kill();
        _folder.Dispose();
    }
}
