using System.Data.Common;
using Npgsql;
using RoomTypes.Aws;
using RoomTypes.Events.Sql;

namespace RoomTypes.Events.Postgres;

/// <summary>Events in a PostgreSQL database that several hosts share. Nothing is opened before it is needed.</summary>
internal sealed class PostgresEventStore : IEventStore, IDatabase
{
    private const long MigrationLock = 0x726f6f6d_6d696772;

    private static readonly Migrations Schema = new("UUID", "BYTEA", "");

    private readonly Lazy<NpgsqlDataSource> _source;
    private readonly IDisposable _pool;
    private readonly RotatedPassword? _password;
    private readonly EventReader _reader;
    private readonly Turns _turns = new();
    private volatile bool _isMigrated;

    /// <param name="connectionString">As Npgsql documents it.</param>
    /// <param name="readPassword">Reads the password, where the connection string has none.</param>
    public PostgresEventStore(string connectionString, Func<CancellationToken, Task<string>>? readPassword = null)
    {
        _password = readPassword is null ? null : new RotatedPassword(readPassword);
        _source = new(() => Build(connectionString, _password));
        _pool = OutgoingConnections.With(Clear);
        _reader = new EventReader(async cancellationToken => await OpenAsync(cancellationToken));
    }

    public async Task<AppendResult[]> AppendAsync(IReadOnlyList<EventRecord> batch, CancellationToken cancellationToken) => await GuardedAsync(
        async () =>
        {
            await using var connection = await OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var statements = new PostgresBatch(batch, connection, transaction);
            var results = await statements.ExecuteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return results;
        });

    public IAsyncEnumerable<EntityTotals> ReadEntityTotalsAsync(MetricQuery query, CancellationToken cancellationToken) =>
        _turns.TakeAsync(_reader.ReadEntityTotalsAsync(query, cancellationToken), cancellationToken);

    public IAsyncEnumerable<EntityValue> ReadEntityValuesAsync(MetricQuery query, CancellationToken cancellationToken) =>
        _turns.TakeAsync(_reader.ReadEntityValuesAsync(query, cancellationToken), cancellationToken);

    public IAsyncEnumerable<VariationCount> CountEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) =>
        _turns.TakeAsync(_reader.CountEntitiesAsync(query, cancellationToken), cancellationToken);

    public async Task<LeftEntities> CountLeftEntitiesAsync(MetricQuery query, CancellationToken cancellationToken) =>
        await _turns.TakeAsync(_reader.CountLeftEntitiesAsync(query, cancellationToken), cancellationToken).FirstOrDefaultAsync(cancellationToken);

    public IAsyncEnumerable<ShadowTotals> ReadShadowTotalsAsync(string shadow, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        _turns.TakeAsync(_reader.ReadShadowTotalsAsync(shadow, from, until, cancellationToken), cancellationToken);

    public IAsyncEnumerable<KpiRow> ReadKpiAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        _reader.ReadKpiAsync(from, until, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadEventsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        _reader.ReadEventsAsync(from, until, cancellationToken);

    public IAsyncEnumerable<KeptEmbedding> ReadEmbeddingsAsync(EmbeddingQuery query, CancellationToken cancellationToken) =>
        _turns.TakeAsync(_reader.ReadEmbeddingsAsync(query, cancellationToken), cancellationToken);

    public async Task<DbConnection> OpenDatabaseAsync(CancellationToken cancellationToken) => await OpenAsync(cancellationToken);

    public Task<StoredDocument?> GetDocumentAsync(string path, CancellationToken cancellationToken) => _reader.GetDocumentAsync(path, cancellationToken);

    public Task<IReadOnlyList<StoredDocument>> ListDocumentsAsync(string prefix, CancellationToken cancellationToken) =>
        _reader.ListDocumentsAsync(prefix, cancellationToken);

    public async Task<long> DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        foreach (var sql in Retention.Statements) deleted += await ExecuteAsync(sql, [time.ToUnixTimeMilliseconds()], cancellationToken);
        return deleted;
    }

    public async Task<long> DeleteEmbeddingsBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        await ExecuteAsync(Retention.Embeddings, [time.ToUnixTimeMilliseconds()], cancellationToken);

    public async Task<bool> PutDocumentAsync(StoredDocument document, CancellationToken cancellationToken) => await ExecuteAsync(
        document.Version == 0 ? DocumentSql.Insert : DocumentSql.Update,
        document.Version == 0 ? [document.Path, document.Body] : [document.Path, document.Body, document.Version],
        cancellationToken) == 1;

    public async Task<bool> DeleteDocumentAsync(string path, long version, CancellationToken cancellationToken) =>
        await ExecuteAsync(DocumentSql.Delete, [path, version], cancellationToken) == 1;

    public async ValueTask DisposeAsync()
    {
        _pool.Dispose();
        _turns.Dispose();
        if (_source.IsValueCreated) await _source.Value.DisposeAsync();
    }

    private Task<int> ExecuteAsync(string sql, object[] values, CancellationToken cancellationToken) => GuardedAsync(
        async () =>
        {
            await using var connection = await OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this program; SQLite numbers parameters with ?, PostgreSQL with $.
            command.CommandText = sql.Replace('?', '$');
#pragma warning restore CA2100
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            return await command.ExecuteNonQueryAsync(cancellationToken);
        });

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => await GuardedAsync(
        async () =>
        {
            var connection = await ConnectAsync(cancellationToken);
            if (!_isMigrated) await MigrateAsync(connection, cancellationToken);
            return connection;
        });

    private void Clear()
    {
        if (_source.IsValueCreated) _source.Value.Clear();
    }

    private static NpgsqlDataSource Build(string connectionString, RotatedPassword? password)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString).EnableArrays().EnableTransportSecurity();
        if (password is not null)
        {
            builder.UsePasswordProvider(
                _ => throw new NotSupportedException("Connections are opened asynchronously."), (_, cancellationToken) => password.GetAsync(cancellationToken));
        }

        return builder.Build();
    }

    /// <summary>A password that is refused may have been changed since it was read.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectOnceAsync(cancellationToken);
        }
        catch (PostgresException exception) when (_password is not null && exception.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            _password.Forget();
            return await ConnectOnceAsync(cancellationToken);
        }
    }

    /// <summary>A server that takes the connection and says nothing is given up in time; Npgsql alone would wait for its own timeout.</summary>
    private async Task<NpgsqlConnection> ConnectOnceAsync(CancellationToken cancellationToken)
    {
        var connecting = _source.Value.OpenConnectionAsync(CancellationToken.None).AsTask();
        try
        {
            return await connecting.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _ = connecting.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({MigrationLock})", connection, transaction))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await Schema.ApplyAsync(connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _isMigrated = true;
    }

    private static async Task<T> GuardedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is DbException or ArgumentException or TimeoutException)
        {
            // Npgsql says of a secret that cannot be read only that its provider has failed.
            var reason = exception.InnerException is SecretException secret ? secret.Message : exception.Message;
            throw new EventStoreException($"The event store in PostgreSQL failed: {reason}", exception) { IsTheEvents = IsTheEvents(exception) };
        }
    }

    /// <summary>The classes of values that cannot be kept: data exceptions, constraints, and limits such as an index's (PostgreSQL manual, appendix A).</summary>
    private static bool IsTheEvents(Exception exception) =>
        exception is PostgresException { SqlState: var state } && state[..2] is "22" or "23" or "54";
}
