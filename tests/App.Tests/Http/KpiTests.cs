using System.Net;
using System.Net.Http.Json;

namespace RoomTypes.Tests.Http;

/// <summary>The key figures of the page's overview.</summary>
public sealed class KpiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Kpi_AfterAnAnswerAndItsCorrection_HasBothOfThatDay()
    {
        await using var service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={_folder.Path}/events.db");
        using var answer = await service.PostAsync(Samples.Kitchen, "image/jpeg");
        var room = (await Samples.JsonAsync(answer)).GetProperty("rooms")[0];
        using var feedback = await service.Client.PostAsJsonAsync("/v1/feedback", new { predictionId = room.GetProperty("predictionId").GetString(), correctRoomType = "ROOM_TYPE_HALLWAY" });
        Assert.Equal(HttpStatusCode.OK, feedback.StatusCode);

        var rows = await RowsAsync(service);
        while (rows.Count == 0) rows = await RowsAsync(service);
        var row = Assert.Single(rows);
        Assert.Equal(("room-type@2", "kitchen", 1, 1), (row.GetProperty("model").GetString(), row.GetProperty("roomType").GetString(), row.GetProperty("predictions").GetInt32(), row.GetProperty("corrected").GetInt32()));
        Assert.Equal(room.GetProperty("confidence").GetDouble(), row.GetProperty("confidence").GetDouble(), 1e-6);
    }

    [Theory]
    [InlineData("Events:Store=none", "event_store_missing")]
    [InlineData("Http:Page=false", "route_unknown")]
    public async Task Kpi_WithoutAStoreOrAPage_IsNotThere(string setting, string code)
    {
        await using var service = await TestService.StartAsync(setting);
        using var client = new HttpClient { BaseAddress = service.Address };
        using var response = await client.GetAsync("/kpi");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(code, (await Samples.JsonAsync(response)).GetProperty("code").GetString());
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<List<System.Text.Json.JsonElement>> RowsAsync(TestService service)
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        using var response = await client.GetAsync("/kpi");
        return [.. (await Samples.JsonAsync(response.EnsureSuccessStatusCode())).GetProperty("rows").EnumerateArray()];
    }
}
