using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using RoomTypes.Events.Sql;
using SQLitePCL;

namespace RoomTypes.Events.Sqlite;

/// <summary>
/// Events in one file. Nothing is opened before it is needed. A write-ahead log lets readers and the writer work side by side; every
/// commit is synced, so what was acknowledged survives the loss of power. Other processes may use the same file on the same machine.
/// </summary>
internal sealed class SqliteEventStore(string file, ILogger? log = null) : IEventStore, IDatabase
{
    /// <summary>How long a write waits for other processes that hold the file, and how long at a time: between, it can be given up.</summary>
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(10);
    private const int BusySeconds = 1;

    /// <summary>How often a write is done again since its file was moved meanwhile.</summary>
    private const int MostMoves = 5;

    // WAL survives in the file; the others are the connection's own. Readers of a file that is being written wait for nothing.
    // Large pages, of which up to 64 MB are kept: rows come in the order of time, and are read whole. A file keeps the size it was made with.
    private const string Pragmas = "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -64000; PRAGMA wal_autocheckpoint = 4000;";

    private static readonly Migrations Schema = new("BLOB", "BLOB", "WITHOUT ROWID");

    // Each connection is used by one thread at a time and needs no locks within; they would cost a tenth.
    private static readonly Lazy<int> Library = new(() =>
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    });

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Turns _turns = new();
    private SqliteConnection? _connection;
    private SqliteWriter? _writer;
    private EventReader? _reader;
    private volatile bool _isMigrated;

    private EventReader Reader => _reader ??= new EventReader(async cancellationToken => await OpenForReadingAsync(cancellationToken));

    public async Task<AppendResult[]> AppendAsync(IReadOnlyList<EventRecord> batch, CancellationToken cancellationToken) =>
        await WriteAsync(
            connection =>
            {
                _writer ??= new SqliteWriter(connection);
                var results = new AppendResult[batch.Count];
                for (var i = 0; i < results.Length; i++) results[i] = _writer.Append(batch[i]);
                return results;
            },
            cancellationToken);

    public IAsyncEnumerable<EntityTotals> ReadEntityTotalsAsync(MetricQuery query, CancellationToken cancellationToken) =>
        AloneAsync(ReadTotalsAsync(query, cancellationToken), cancellationToken);

    public IAsyncEnumerable<EntityValue> ReadEntityValuesAsync(MetricQuery query, CancellationToken cancellationToken) =>
        AloneAsync(Reader.ReadEntityValuesAsync(query, cancellationToken), cancellationToken);

    public IAsyncEnumerable<VariationCount> CountEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) =>
        AloneAsync(Reader.CountEntitiesAsync(query, cancellationToken), cancellationToken);

    public async Task<LeftEntities> CountLeftEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) =>
        await AloneAsync(Reader.CountLeftEntitiesAsync(query, cancellationToken), cancellationToken).FirstOrDefaultAsync(cancellationToken);

    public IAsyncEnumerable<ShadowTotals> ReadShadowTotalsAsync(string shadow, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        AloneAsync(Reader.ReadShadowTotalsAsync(shadow, from, until, cancellationToken), cancellationToken);

    public IAsyncEnumerable<KpiRow> ReadKpiAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        Reader.ReadKpiAsync(from, until, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadEventsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        Reader.ReadEventsAsync(from, until, cancellationToken);

    public IAsyncEnumerable<KeptEmbedding> ReadEmbeddingsAsync(EmbeddingQuery query, CancellationToken cancellationToken) =>
        AloneAsync(Reader.ReadEmbeddingsAsync(query, cancellationToken), cancellationToken);

    public async Task<DbConnection> OpenDatabaseAsync(CancellationToken cancellationToken) => await OpenForReadingAsync(cancellationToken);

    public Task<StoredDocument?> GetDocumentAsync(string path, CancellationToken cancellationToken) => Reader.GetDocumentAsync(path, cancellationToken);

    public Task<IReadOnlyList<StoredDocument>> ListDocumentsAsync(string prefix, CancellationToken cancellationToken) =>
        Reader.ListDocumentsAsync(prefix, cancellationToken);

    public Task<long> DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) => DeleteAsync(Retention.Statements, time, cancellationToken);

    public Task<long> DeleteEmbeddingsBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) => DeleteAsync([Retention.Embeddings], time, cancellationToken);

    private Task<long> DeleteAsync(string[] statements, DateTimeOffset time, CancellationToken cancellationToken) => WriteAsync(
        connection =>
        {
            var deleted = 0L;
            foreach (var sql in statements)
            {
                using var statement = new SqliteStatement(connection.Handle!, sql);
                deleted += statement.Bind(1, time).Execute();
            }

            return deleted;
        },
        cancellationToken);

    public Task<bool> PutDocumentAsync(StoredDocument document, CancellationToken cancellationToken) => WriteAsync(
        connection =>
        {
            using var statement = new SqliteStatement(connection.Handle!, document.Version == 0 ? DocumentSql.Insert : DocumentSql.Update);
            statement.Bind(1, document.Path).Bind(2, document.Body);
            if (document.Version > 0) statement.Bind(3, document.Version);
            return statement.Execute() == 1;
        },
        cancellationToken);

    public Task<bool> DeleteDocumentAsync(string path, long version, CancellationToken cancellationToken) => WriteAsync(
        connection =>
        {
            using var statement = new SqliteStatement(connection.Handle!, DocumentSql.Delete);
            return statement.Bind(1, path).Bind(2, version).Execute() == 1;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        Close();
        _writing.Dispose();
        _turns.Dispose();
    }

    private async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            for (var moves = 0; ; moves++)
            {
                var connection = _connection ??= await OpenAsync(cancellationToken);
                if (!SqliteFile.HasMoved(connection))
                {
                    using var transaction = await BeginAsync(connection, cancellationToken);
                    var result = write(connection);
                    transaction.Commit();
                    // What went into a file that was deleted meanwhile is gone: it is written again, and harmless where it is not.
                    if (!SqliteFile.HasMoved(connection)) return result;
                }

                if (moves == MostMoves) throw new EventStoreException($"The event store {file} is moved again and again while it is written.");
                log?.EventFileMoved(file);
                Close();
            }
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            // A new connection next time: the disk may have been mounted anew.
            Close();
            throw Failure(exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static async Task<SqliteTransaction> BeginAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return connection.BeginTransaction();
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(start) < Busy)
            {
                await Task.Delay(1, cancellationToken);
            }
        }
    }

    private void Close()
    {
        _writer?.Dispose();
        if (_connection is not null) SqliteFile.Close(_connection);
        (_writer, _connection) = (null, null);
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        _ = Library.Value;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = BusySeconds }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            raw.sqlite3_busy_timeout(connection.Handle!, BusySeconds * 1_000);
            Execute(connection, Pragmas);
            // The file may be another one than before.
            if (!_isMigrated || SqliteFile.IsEmpty(connection)) await MigrateAsync(connection, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task MigrateAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(connection, cancellationToken);
        await Schema.ApplyAsync(connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _isMigrated = true;
    }

    /// <summary>Rows of a question that reads all events: in its turn, and on a thread that requests do not need, since SQLite's reads block.</summary>
    private IAsyncEnumerable<T> AloneAsync<T>(IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        return _turns.TakeAsync(AsideAsync(), cancellationToken);

        async IAsyncEnumerable<T> AsideAsync()
        {
            var read = await Task.Factory.StartNew(
                () => rows.ToBlockingEnumerable(cancellationToken).ToList(), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            foreach (var row in read) yield return row;
        }
    }

    private async IAsyncEnumerable<EntityTotals> ReadTotalsAsync(MetricQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await OpenForReadingAsync(cancellationToken);
        foreach (var totals in ReadTotals(connection, query, cancellationToken)) yield return totals;
    }

    private IEnumerable<EntityTotals> ReadTotals(SqliteConnection connection, MetricQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return SqliteTotals.Read(connection, query, cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw Failure(exception);
        }
    }

    /// <summary>The first reader makes the file too, so that an empty store answers with nothing.</summary>
    private async Task<SqliteConnection> OpenForReadingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            throw Failure(exception);
        }
    }

    private EventStoreException Failure(Exception exception) => new($"The event store {file} failed: {exception.Message}", exception)
    {
        IsTheEvents = exception is SqliteException { SqliteErrorCode: raw.SQLITE_TOOBIG or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH },
    };

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
