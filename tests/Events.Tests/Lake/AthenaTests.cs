using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Lake;

/// <summary>A lake that Athena is asked about, by signed calls.</summary>
[Collection(ProcessVariables.Collection)]
public sealed class AthenaTests : EventStoreTests, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FakeAthena? _athena;

    private FolderLake Files => new(Path.Combine(_folder.Path, "lake"));

    protected override bool TellsResults => false;

    protected override TimeSpan RetentionStep => TimeSpan.FromHours(1);

    protected override int Orders => 4;

    public async Task InitializeAsync() => _athena = await FakeAthena.StartAsync(Files);

    public async Task DisposeAsync()
    {
        await _athena!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Kpi_AskedTwiceOnADay_IsTheSameQuestionWhoseResultIsUsedAgain()
    {
        await using var store = await OpenAsync();
        await Make.ListAsync(store.ReadKpiAsync(Make.Start, Make.At(60), CancellationToken.None));
        await Make.ListAsync(store.ReadKpiAsync(Make.At(1), Make.At(61), CancellationToken.None));
        var started = _athena!.Started.ToArray();
        Assert.Equal(2, started.Length);
        Assert.Equal((string)started[0]["QueryString"]!, (string)started[1]["QueryString"]!);
        Assert.NotEqual((string)started[0]["ClientRequestToken"]!, (string)started[1]["ClientRequestToken"]!);
        Assert.True((bool)started[0]["ResultReuseConfiguration"]!["ResultReuseByAgeConfiguration"]!["Enabled"]!);
    }

    [Fact]
    public async Task Question_ThatAthenaThrottlesOrFails_IsAskedAgain()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync([Make.Prediction("robot-1", 1)], CancellationToken.None);
        _athena!.Fault = call => call switch { 1 => (400, "TooManyRequestsException"), 3 => (500, "InternalServerException"), 4 => (400, "ThrottlingException"), _ => null };
        Assert.Equal(1, Assert.Single(await Make.ListAsync(store.ReadKpiAsync(Make.Start, Make.Far, CancellationToken.None))).Predictions);
    }

    [Fact]
    public async Task Question_ThatAthenaRefuses_IsToldWithItsReason()
    {
        await using var store = await OpenAsync();
        _athena!.Fault = _ => (400, "AccessDeniedException");
        var failure = await Assert.ThrowsAsync<EventStoreException>(() => Make.ListAsync(store.ReadKpiAsync(Make.Start, Make.Far, CancellationToken.None)));
        Assert.Contains("AccessDeniedException: as the test wants it", failure.Message);
    }

    [Fact]
    public async Task Question_ThatFailsInAthena_IsToldWithItsReason()
    {
        await using var engine = new AthenaEngine(FakeAthena.Database, FakeAthena.Workgroup);
        var failure = await Assert.ThrowsAsync<EventStoreException>(() => Make.ListAsync(engine.QueryAsync(new LakeQuery("SELECT nothing FROM nowhere", []), CancellationToken.None)));
        Assert.Matches("query .* failed: .*nowhere", failure.Message);
    }

    [Fact]
    public async Task Question_ThatIsGivenUp_IsStoppedInAthena()
    {
        await using var store = await OpenAsync();
        _athena!.NeverEnds = true;
        using var giveUp = new CancellationTokenSource();
        var question = Make.ListAsync(store.ReadKpiAsync(Make.Start, Make.Far, giveUp.Token));
        await _athena.Looked.WaitAsync();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question);
        Assert.Single(_athena.Stopped);
    }

    protected override Task<IEventStore> OpenAsync() => Task.FromResult(LakeSetup.Open(
        TestOptions.Read("Events:Store=lake", $"Events:Lake={Files.Location}").Events, Files, new AthenaEngine(FakeAthena.Database, FakeAthena.Workgroup)));
}
