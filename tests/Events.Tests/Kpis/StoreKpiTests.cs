using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Events.Postgres;
using RoomTypes.Events.Sqlite;
using RoomTypes.Hosting;
using RoomTypes.Tests.Events;
using RoomTypes.Tests.Lake;

namespace RoomTypes.Tests.Kpis;

/// <summary>Of a lake in a folder, by DuckDB.</summary>
public sealed class DuckDbKpiTests : KpiTests
{
    protected override ServiceOptions Options => TestOptions.Read("Events:Store=lake", $"Events:Lake={Folder.Path}/lake");

    protected override Task<IEventStore> OpenAsync() => Task.FromResult(LakeKpis.Open(Options));
}

/// <summary>Of a lake, by Athena's API.</summary>
[Collection(ProcessVariables.Collection)]
public sealed class AthenaKpiTests : KpiTests
{
    private FakeAthena? _athena;

    protected override ServiceOptions Options => TestOptions.Read(
        "Events:Store=lake", $"Events:Lake={Folder.Path}/lake", $"Events:AthenaDatabase={FakeAthena.Database}", $"Events:AthenaWorkgroup={FakeAthena.Workgroup}");

    public override async Task InitializeAsync()
    {
        _athena = await FakeAthena.StartAsync(new FolderLake($"{Folder.Path}/lake"));
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await _athena!.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override Task<IEventStore> OpenAsync() => Task.FromResult(LakeKpis.Open(Options));

    protected override Task<string?> TableAsync()
    {
        _athena!.Preparation = $"CREATE SCHEMA inventory; CREATE TABLE inventory.robots (entity_id VARCHAR, firmware VARCHAR, site VARCHAR); {RobotStatements("inventory.robots")}";
        return Task.FromResult<string?>("inventory.robots");
    }
}

/// <summary>Of SQLite.</summary>
public sealed class SqliteKpiTests : KpiTests
{
    protected override ServiceOptions Options => TestOptions.Read("Events:Store=sqlite", $"Events:File={Folder.Path}/events.db");

    protected override Task<IEventStore> OpenAsync() => Task.FromResult<IEventStore>(new SqliteEventStore($"{Folder.Path}/events.db"));
}

/// <summary>Of PostgreSQL.</summary>
public sealed class PostgresKpiTests(PostgresServer server) : KpiTests, IClassFixture<PostgresServer>
{
    private string? _connection;

    protected override ServiceOptions Options => TestOptions.Read("Events:Store=postgres", $"Events:ConnectionString={_connection}");

    public override async Task InitializeAsync()
    {
        _connection = await server.CreateDatabaseAsync();
        await base.InitializeAsync();
    }

    protected override Task<IEventStore> OpenAsync() => Task.FromResult<IEventStore>(new PostgresEventStore(_connection!));

    protected override async Task<string?> TableAsync()
    {
        await PostgresServer.ExecuteAsync(_connection!, $"CREATE TABLE robots (entity_id TEXT, firmware TEXT, site TEXT); {RobotStatements("robots")}");
        return "robots";
    }
}

internal static class LakeKpis
{
    /// <summary>The lake for one who only appends, or asks as the options say.</summary>
    public static IEventStore Open(ServiceOptions options)
    {
        Directory.CreateDirectory(options.Events.Lake!);
        return RoomTypes.Lakes.ServiceStore.Open(options);
    }
}
