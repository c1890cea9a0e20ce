using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RoomTypes.Events.Sqlite;

/// <summary>A prepared statement that is run many times. The commands of ADO.NET box every value and look every name up again.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <param name="database">The connection.</param>
    /// <param name="sql">One statement with parameters ?1, ?2, ...</param>
    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
    }

    public SqliteStatement Bind(int index, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, double value)
    {
        Check(raw.sqlite3_bind_double(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, DateTimeOffset value) => Bind(index, value.ToUnixTimeMilliseconds());

    /// <summary>An id as 16 bytes in their written order, in which ids of version 7 are ordered by time.</summary>
    public SqliteStatement Bind(int index, Guid? value)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (value is not { } id)
        {
            Check(raw.sqlite3_bind_null(_statement, index));
        }
        else
        {
            id.TryWriteBytes(bytes, bigEndian: true, out _);
            Check(raw.sqlite3_bind_blob(_statement, index, bytes));
        }

        return this;
    }

    /// <summary>Runs it and answers how many rows it changed.</summary>
    public int Execute()
    {
        Step();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs it and answers whether there is a row.</summary>
    public bool HasRow() => Step() == raw.SQLITE_ROW;

    public void Dispose() => _statement.Dispose();

    private int Step()
    {
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(result);
        return result;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
