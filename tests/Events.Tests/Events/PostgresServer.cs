using System.Diagnostics;
using Npgsql;

namespace RoomTypes.Tests.Events;

/// <summary>
/// A real PostgreSQL server of Debian's package on a free port, with its data in a folder that is deleted at the end. It takes anybody but
/// <see cref="Secured"/>, who needs a password and TLS.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => $"{folder}/bin").FirstOrDefault(Directory.Exists)
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("room-type-postgres-").FullName;
    private readonly int _port = Loopback.FreePort();
    private int _databases;

    /// <summary>The role that gives a password, and whose connections are encrypted.</summary>
    public const string Secured = "secured";

    private string Data => Path.Combine(_folder, "data");

    /// <summary>The certificate that it shows, of the name <c>localhost</c>, which has signed itself.</summary>
    public string Certificate => Path.Combine(_folder, "server.crt");

    public async Task InitializeAsync()
    {
        if (Programs is null) throw new InvalidOperationException("PostgreSQL's server is missing; on Debian: apt-get install postgresql");
        // It refuses to run as root.
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", _folder);
        await AsServerAsync("initdb", "-D", Data, "-U", "rooms", "-A", "trust", "--no-sync");
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"),
            $"\nport = {_port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{_folder}'\nshared_buffers = 64MB\n"
            + $"ssl = on\nssl_cert_file = '{Certificate}'\nssl_key_file = '{_folder}/server.key'\n");
        var access = Path.Combine(Data, "pg_hba.conf");
        await File.WriteAllTextAsync(access, $"hostssl all {Secured} 127.0.0.1/32 scram-sha-256\nhost all {Secured} 127.0.0.1/32 reject\n{await File.ReadAllTextAsync(access)}");
        await WriteCertificateAsync();
        await StartAsync();
        await ExecuteAsync(Connection("postgres"), $"CREATE ROLE {Secured} LOGIN SUPERUSER");
    }

    /// <summary>A connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(Connection("postgres"), $"CREATE DATABASE {name}");
        return Connection(name);
    }

    /// <summary>Runs a statement as the superuser, in a database of a connection string.</summary>
    public static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
#pragma warning disable CA2100 // Tests' own texts.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public Task StartAsync() => AsServerAsync("pg_ctl", "-D", Data, "-l", Path.Combine(_folder, "log"), "-w", "start");

    /// <summary>As a crash: connections break and nothing is written that was not written.</summary>
    public Task CrashAsync() => AsServerAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await CrashAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Connection(string database) => $"Host=127.0.0.1;Port={_port};Username=rooms;Database={database};Timeout=5;Command Timeout=20";

    private static Task AsServerAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(Programs!, program), .. arguments])
        : RunAsync(Path.Combine(Programs!, program), arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server outlives pg_ctl and would keep pipes open: only the exit code is waited for.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private async Task WriteCertificateAsync()
    {
        Loopback.WriteCertificate(Certificate, $"{_folder}/server.key");
        // The server takes no key that others may read.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode($"{_folder}/server.key", UnixFileMode.UserRead);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", $"{_folder}/server.key");
    }
}
