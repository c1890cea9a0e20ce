using System.Diagnostics;

namespace RoomTypes.Tests.Lake;

/// <summary>The S3 of moto (https://github.com/getmoto/moto), a server that is not of this project, with one bucket.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    public const string Bucket = "rooms-lake";

    /// <summary>Why it is not there; null if it is.</summary>
    public static readonly string? Missing = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "moto_server")))
        ? null
        : "moto_server is missing: pip install 'moto[server]'";

    private readonly int _port = Loopback.FreePort();
    private Process? _process;

    public string Address => $"http://127.0.0.1:{_port}";

    public async Task InitializeAsync()
    {
        if (Missing is not null) return;
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        _process = Process.Start(new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{_port}"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        // It says "Running on" when it listens; afterwards it logs every request.
        while (await _process.StandardError.ReadLineAsync() is { } line && !line.Contains("Running on"))
        {
        }

        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        using var client = new HttpClient();
        using var made = await client.PutAsync(new Uri($"{Address}/{Bucket}"), null);
        made.EnsureSuccessStatusCode();
    }

    public Task DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>A test with moto.</summary>
internal sealed class MotoFactAttribute : FactAttribute
{
    public MotoFactAttribute() => Skip = MotoServer.Missing;
}
