using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RoomTypes.Events;

namespace RoomTypes.Tests.Events;

/// <summary>The connection as the stacks give it: encrypted, the server's name and certificate checked, the password that of a secret which is rotated.</summary>
[Collection(ProcessVariables.Collection)]
public sealed class PostgresConnectionTests : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private readonly PostgresServer _server;
    private readonly SecretsServer _secrets = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private string _database = "";

    public PostgresConnectionTests(PostgresServer server) => _server = server;

    public async Task InitializeAsync()
    {
        await _secrets.StartAsync();
        _database = await _server.CreateDatabaseAsync();
        await RotateAsync("first");
        _secrets.Password = "first";
    }

    public async Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        await _secrets.DisposeAsync();
    }

    [Fact]
    public async Task Connection_ToAServerWhoseCertificateIsAmongThoseOfTheFile_IsMade()
    {
        await using var store = EventSetup.Open(Options(Trusting("localhost")));

        Assert.Equal([AppendResult.Added], await store.AppendAsync([Make.Exposure("robot-1", "a", 0)], CancellationToken.None));
        Assert.Equal(1, _secrets.Asked);
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", true)]
    public async Task Connection_ToAServerOfAnotherCertificateOrName_IsRefused(string host, bool isTrusted)
    {
        await using var store = EventSetup.Open(Options(isTrusted ? Trusting(host) : Connection(host, RdsCertificatesTests.File)));

        await Assert.ThrowsAsync<EventStoreException>(() => store.AppendAsync([Make.Exposure("robot-1", "a", 0)], CancellationToken.None));
    }

    /// <summary>First the database has the new password, then the secret: what happens meanwhile waits.</summary>
    [Fact]
    public async Task Password_RotatedWhileEventsAreWritten_LosesNone()
    {
        await using var store = EventSetup.Open(Options(Trusting("localhost")));
        using var log = OpenLog(store);
        await log.StartAsync(CancellationToken.None);
        var events = Enumerable.Range(1, 30).Select(i => Make.Metric("robot-1", 1, i)).ToList();

        foreach (var one in events[..10]) Assert.True(log.TryAppend(one));
        Assert.True(await log.FlushAsync(TimeSpan.FromSeconds(20)));
        await RotateAsync("second");
        foreach (var one in events[10..20]) Assert.True(log.TryAppend(one));
        // Refused twice, with what it knew and with what the secret still has.
        await _secrets.AskedAsync(3);
        _secrets.Password = "second";
        foreach (var one in events[20..]) Assert.True(log.TryAppend(one));
        Assert.True(await log.FlushAsync(TimeSpan.FromSeconds(60)));
        await log.StopAsync(CancellationToken.None);

        var written = await Make.ListAsync(store.ReadEventsAsync(Make.Start, Make.Far, CancellationToken.None));
        Assert.Equal(events.Select(one => one.Id).Order(), written.Select(one => one.Id).Order());
    }

    [Fact]
    public async Task Password_KnownAndRight_IsNotAskedForAgain()
    {
        await using var store = EventSetup.Open(Options(Trusting("localhost")));

        for (var i = 0; i < 3; i++)
        {
            await store.AppendAsync([Make.Metric("robot-1", 1, i + 1)], CancellationToken.None);
            await EndConnectionsAsync();
            try
            {
                await store.AppendAsync([Make.Metric("robot-1", 1, i + 1)], CancellationToken.None);
            }
            catch (EventStoreException)
            {
                // The connection that had been ended.
            }
        }

        Assert.Equal(1, _secrets.Asked);
    }

    [Theory]
    [InlineData(400, """{"__type":"AccessDeniedException","Message":"hidden"}""", "Secrets Manager answered 400 for {arn}: AccessDeniedException.")]
    [InlineData(200, """{"SecretString":"not an object"}""", "The secret {arn} holds no JSON object with the text 'password'.")]
    [InlineData(200, """{"SecretString":"{\"username\":\"rooms\"}"}""", "The secret {arn} holds no JSON object with the text 'password'.")]
    public async Task Secret_ThatHasNoPassword_IsToldWithoutWhatIsInIt(int status, string body, string message)
    {
        _secrets.Answer = (status, body);
        await using var store = EventSetup.Open(Options(Trusting("localhost")));

        var failure = await Assert.ThrowsAsync<EventStoreException>(() => store.AppendAsync([Make.Exposure("robot-1", "a", 0)], CancellationToken.None));

        Assert.Equal($"The event store in PostgreSQL failed: {message.Replace("{arn}", SecretsServer.Arn, StringComparison.Ordinal)}", failure.Message);
    }

    private string Trusting(string host)
    {
        var file = Path.Combine(_folder.FullName, "bundle.pem");
        // As AWS's bundle, which has many: the right one is the last.
        File.WriteAllText(file, File.ReadAllText(RdsCertificatesTests.File) + File.ReadAllText(_server.Certificate));
        return Connection(host, file);
    }

    private string Connection(string host, string file) => new NpgsqlConnectionStringBuilder(_database)
    {
        Host = host,
        Username = PostgresServer.Secured,
        SslMode = SslMode.VerifyFull,
        RootCertificate = file,
    }.ToString();

    private static EventOptions Options(string connection) => new()
    {
        Store = EventStoreKind.Postgres,
        File = "",
        ConnectionString = connection,
        PasswordSecret = SecretsServer.Arn,
        RetentionDays = 400,
        QueueCapacity = 1_024,
        FlushMilliseconds = 10,
    };

    private static EventLog OpenLog(IEventStore store) => new(
        store,
        Options(""),
        new EventMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()),
        TimeProvider.System,
        NullLogger<EventLog>.Instance);

    private async Task RotateAsync(string password)
    {
        await PostgresServer.ExecuteAsync(_database, $"ALTER ROLE {PostgresServer.Secured} PASSWORD '{password}'");
        await EndConnectionsAsync();
    }

    private Task EndConnectionsAsync() => PostgresServer.ExecuteAsync(_database, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{PostgresServer.Secured}'");
}
