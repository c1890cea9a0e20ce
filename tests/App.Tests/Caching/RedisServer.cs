using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

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
        if (tls) WriteCertificate();
    }

    public int Port { get; }

    /// <summary>What it shows with TLS, of the name <c>localhost</c>: it has signed itself.</summary>
    public string Certificate => Path.Combine(_folder.Path, "certificate.pem");

    public static Task<RedisServer> StartAsync(params string[] options) => StartAsync(tls: false, options);

    public static async Task<RedisServer> StartAsync(bool tls, params string[] options)
    {
        if (!File.Exists(Program)) throw new InvalidOperationException("Redis' server is missing; on Debian: apt-get install redis-server");
        var server = new RedisServer(FreePort(), tls, options);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText($"{_folder.Path}/key.pem", key.ExportPkcs8PrivateKeyPem());
    }
}
