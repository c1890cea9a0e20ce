using System.Net;
using RoomTypes.Events.Lake;
using RoomTypes.Lakes;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Lake;

/// <summary>The service with a lake.</summary>
public sealed class LakeServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private FolderLake Files => new(Path.Combine(_folder.Path, "lake"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predictions_WaitForCompany_WhileFeedbackIsAnObjectAtOnce()
    {
        await using (var service = await StartAsync())
        {
            var rooms = new List<string>();
            for (var i = 0; i < 2; i++)
            {
                using var answer = await service.PostAsync(Samples.Kitchen, "image/jpeg");
                rooms.Add((await Samples.JsonAsync(answer)).GetProperty("rooms")[0].GetProperty("predictionId").GetString()!);
                using var feedback = await service.PostAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"predictionId": "{{rooms[i]}}", "correctRoomType": "ROOM_TYPE_HALLWAY"}"""), "application/json", "/v1/feedback");
                var told = await Samples.JsonAsync(feedback);
                Assert.Equal("FEEDBACK_OUTCOME_PENDING", told.GetProperty("outcome").GetString());
                Assert.Contains("when the events are asked about", told.GetProperty("detail").GetString());
            }

            Assert.Equal([1, 1], await RowsAsync("feedback"));
            Assert.Empty(await RowsAsync("prediction"));
        }

        // The end of the process is the end of waiting.
        Assert.Equal([2], await RowsAsync("prediction"));
        await using var store = LakeSetup.Open(TestOptions.Read().Events, Files, new DuckDbEngine(Files, ""));
        var row = Assert.Single(await Make.ListAsync(store.ReadKpiAsync(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddMinutes(1), CancellationToken.None)));
        Assert.Equal(("kitchen", 2, 2), (row.RoomType, row.Predictions, row.Corrected));
    }

    [Fact]
    public async Task Flush_BeforeALambdaFunctionIsFrozen_WritesAllThatWaits()
    {
        await using var service = await StartAsync();
        var log = service.Events;
        log.TryAppend(Make.Prediction("robot-1", 1));
        Assert.Empty(await RowsAsync("prediction"));
        Assert.True(await log.FlushAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal([1], await RowsAsync("prediction"));
    }

    [Theory]
    [InlineData("/kpi")]
    [InlineData("/v1/drift")]
    public async Task Reading_WithoutAthena_IsToldWhereItIsDone(string path)
    {
        await using var service = await StartAsync();
        // Key figures are not of the document that the other client holds answers to.
        using var client = new HttpClient { BaseAddress = service.Address };
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        var problem = await Samples.JsonAsync(response);
        Assert.Equal((HttpStatusCode.NotFound, "event_store_missing"), (response.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Contains("./run export", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Evidently_OverALake_IsNotThere()
    {
        await using var service = await StartAsync();
        using var response = await service.Client.GetAsync(new Uri("/projects", UriKind.Relative));
        Assert.Equal("route_unknown", (await Samples.JsonAsync(response)).GetProperty("code").GetString());
    }

    private Task<TestService> StartAsync() =>
        TestService.StartAsync("Events:Store=lake", $"Events:Lake={Files.Location}", $"Events:Spool={Path.Combine(_folder.Path, "spool")}", "Events:LakeSeconds=900");

    private async Task<List<int>> RowsAsync(string kind) =>
        (await Make.ListAsync(Files.ListAsync($"events/kind={kind}/", CancellationToken.None))).ConvertAll(LakeObject.RowsOf);
}
