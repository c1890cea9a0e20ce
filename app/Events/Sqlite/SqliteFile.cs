using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace RoomTypes.Events.Sqlite;

/// <summary>What becomes of a database's file while it is open.</summary>
internal static partial class SqliteFile
{
    /// <summary>SQLITE_FCNTL_HAS_MOVED (sqlite.org/c3ref/c_fcntl_begin_atomic_write.html).</summary>
    private const int HasMovedOperation = 20;

    /// <summary>Whether the file is no longer where it was opened: what is written is not found there again.</summary>
    public static unsafe bool HasMoved(SqliteConnection connection)
    {
        var moved = 0;
        var result = FileControl(connection.Handle!.DangerousGetHandle(), null, HasMovedOperation, &moved);
        SqliteException.ThrowExceptionForRC(result, connection.Handle);
        return moved != 0;
    }

    /// <summary>Whether it has no tables.</summary>
    public static bool IsEmpty(SqliteConnection connection)
    {
        using var statement = new SqliteStatement(connection.Handle!, "SELECT 1 FROM sqlite_master WHERE name = 'migration'");
        var found = statement.Next();
        statement.Reset();
        return !found;
    }

    /// <summary>Closes it. SQLite leaves a moved file without what is in its write-ahead log, which stays behind: it is taken along here.</summary>
    public static void Close(SqliteConnection connection)
    {
        try
        {
            if (HasMoved(connection))
            {
                using var statement = new SqliteStatement(connection.Handle!, "PRAGMA wal_checkpoint(TRUNCATE)");
                statement.Next();
                statement.Reset();
            }
        }
        catch (SqliteException)
        {
            // The disk may be gone too.
        }

        connection.Dispose();
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    private static unsafe partial int FileControl(nint database, byte* name, int operation, int* argument);
}
