namespace RoomTypes.LocalStack.Parts;

/// <summary>PostgreSQL: what was acknowledged is on its disk.</summary>
internal sealed class Postgres(StackOptions options, string password) : Part
{
    /// <summary>The database and its owner.</summary>
    public const string Database = "rooms";

    private const string Account = "postgres";

    private string Made => Path.Combine(options.Of(Name), "made");

    private string Data => Path.Combine(options.Of(Name), "data");

    /// <inheritdoc/>
    public override string Name => "postgres";

    /// <inheritdoc/>
    public override int Port => options.PostgresPort;

    /// <summary>Its fast shutdown, which does not wait for clients.</summary>
    public override Signal End => Signal.Interrupt;

    /// <inheritdoc/>
    public override async Task PrepareAsync()
    {
        if (File.Exists(Made)) return;
        await Accounts.OwnAsync(options.Of(Name), Account);
        // One that is half made.
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
        var file = Path.Combine(options.Of(Name), "password");
        Secrets.Write(file, password);
        await Accounts.OwnAsync(file, Account);
        await Run("initdb", "--pgdata", Data, "--username", Database, "--auth", "scram-sha-256", "--pwfile", file, "--encoding", "UTF8", "--locale", "C.UTF-8").RunAsync();
        File.Delete(file);
        await Run("postgres", "--single", "-D", Data, "postgres").RunAsync($"CREATE DATABASE {Database}\n");
        await File.WriteAllTextAsync(Made, "");
    }

    /// <inheritdoc/>
    public override Launch Launch() => Run(
        "postgres", "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "log_checkpoints=off", "-c", "logging_collector=off");

    /// <inheritdoc/>
    public override async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        using var process = Run("pg_isready", "--quiet", "--host", "127.0.0.1", "--port", $"{Port}").Start();
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0;
    }

    private static Launch Run(string program, params string[] arguments) => new(Programs.Postgres(program), arguments, Account, "/");
}
