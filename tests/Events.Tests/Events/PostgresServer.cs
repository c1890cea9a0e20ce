using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace RoomTypes.Tests.Events;

/// <summary>A real PostgreSQL server of Debian's package on a free port, with its data in a folder that is deleted at the end.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => $"{folder}/bin").FirstOrDefault(Directory.Exists)
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("room-type-postgres-").FullName;
    private readonly int _port = FreePort();
    private int _databases;

    private string Data => Path.Combine(_folder, "data");

    public async Task InitializeAsync()
    {
        if (Programs is null) throw new InvalidOperationException("PostgreSQL's server is missing; on Debian: apt-get install postgresql");
        // It refuses to run as root.
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", _folder);
        await AsServerAsync("initdb", "-D", Data, "-U", "rooms", "-A", "trust", "--no-sync");
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"),
            $"\nport = {_port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{_folder}'\nshared_buffers = 64MB\n");
        await StartAsync();
    }

    /// <summary>A connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(Connection("postgres"));
#pragma warning disable CA2100 // The name is made above.
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return Connection(name);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
