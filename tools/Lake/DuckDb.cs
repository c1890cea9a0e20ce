using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using RoomTypes.Events;

namespace RoomTypes.Lakes;

/// <summary>Opens DuckDB in this process, with its library from the package that the program was built with.</summary>
internal static class DuckDb
{
    private static readonly Lazy<bool> Library = new(Load);

    /// <summary>A database in memory; what does not fit goes to a temporary folder.</summary>
    /// <exception cref="EventStoreException">The library is not here.</exception>
    public static async Task<DuckDBConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (!Library.Value)
            throw new EventStoreException("DuckDB's library is not on this machine. Run the command where it was built, or set RoomType__Events__AthenaDatabase to have Athena asked.");
        var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync(cancellationToken);
        await ExecuteAsync(connection, $"SET temp_directory = {Quoted(Path.Combine(Path.GetTempPath(), "room-type-duckdb"))}; SET TimeZone = 'UTC'; SET preserve_insertion_order = false;", cancellationToken);
        return connection;
    }

    /// <summary>Runs a statement.</summary>
    public static Task ExecuteAsync(DuckDBConnection connection, string sql, CancellationToken cancellationToken) =>
        RunAsync(connection, sql, command => command.ExecuteNonQueryAsync(cancellationToken));

    /// <summary>The one number that a question is answered with.</summary>
    public static async Task<long> CountAsync(DuckDBConnection connection, string sql, CancellationToken cancellationToken) =>
        Convert.ToInt64(await RunAsync(connection, sql, command => command.ExecuteScalarAsync(cancellationToken)), CultureInfo.InvariantCulture);

    /// <summary>A text of SQL.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static async Task<T> RunAsync<T>(DuckDBConnection connection, string sql, Func<DuckDBCommand, Task<T>> run)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this program; what comes from outside is quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        try
        {
            return await run(command);
        }
        catch (DuckDBException exception)
        {
            throw new EventStoreException($"DuckDB refused: {exception.Message}", exception);
        }
    }

    private static bool Load()
    {
        var package = typeof(DuckDb).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "DuckDb").Value!;
        var platform = OperatingSystem.IsMacOS() ? "osx" : $"linux-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        var name = OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";
        // Once it is there, the linker finds it by its own name.
        return new[] { Path.Combine(AppContext.BaseDirectory, name), Path.Combine(package, "runtimes", platform, "native", name) }
            .Any(path => File.Exists(path) && NativeLibrary.TryLoad(path, out _));
    }
}
