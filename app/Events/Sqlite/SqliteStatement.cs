using System.Text;
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

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null) return BindNull(index);
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

    public SqliteStatement Bind(int index, double? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public SqliteStatement Bind(int index, DateTimeOffset value) => Bind(index, value.ToUnixTimeMilliseconds());

    /// <summary>An id as 16 bytes in their written order, in which ids of version 7 are ordered by time.</summary>
    public SqliteStatement Bind(int index, Guid? value)
    {
        if (value is not { } id) return BindNull(index);
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(_statement, index, bytes));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, bytes));
        return this;
    }

    public SqliteStatement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    /// <summary>Binds a named parameter, a text, a whole or a real number, if the statement has it.</summary>
    public SqliteStatement Bind(string name, object value)
    {
        if (raw.sqlite3_bind_parameter_index(_statement, name) is not (> 0 and var index)) return this;
        return value switch
        {
            string text => Bind(index, text),
            long number => Bind(index, number),
            _ => Bind(index, (double)value),
        };
    }

    /// <summary>Goes to the first or next row; false after the last one, and then it can be bound and run again.</summary>
    public bool Next()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
        return false;
    }

    /// <summary>A text of the row; gone with the row.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    /// <summary>Runs it and answers how many rows it changed.</summary>
    public int Execute()
    {
        Next();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Leaves the rows that are left; it can be bound and run again.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
