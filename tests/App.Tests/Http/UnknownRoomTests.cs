using System.Text.Json;
using Google.Protobuf;
using RoomTypes.V1;

namespace RoomTypes.Tests.Http;

public sealed class UnknownRoomTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService _service = shared.Service;

    [Theory]
    [InlineData("allowUnknown=true")]
    [InlineData("allow_unknown=1")]
    public async Task Recognize_WhereUnknownIsAllowed_SaysSoAndKeepsTheProbabilities(string query)
    {
        using var models = Models("\"threshold\": -100");
        await using var service = await StartAsync(models);
        var (plain, allowed) = (await RoomAsync(service, ""), await RoomAsync(service, query));
        Assert.Equal(("ROOM_TYPE_KITCHEN", "ROOM_TYPE_UNKNOWN"), (plain.GetProperty("roomType").GetString(), allowed.GetProperty("roomType").GetString()));
        Assert.InRange(plain.GetProperty("unknownScore").GetDouble(), 0.5, 1);
        foreach (var name in new[] { "scores", "confidence", "unknownScore" }) Assert.Equal(plain.GetProperty(name).GetRawText(), allowed.GetProperty(name).GetRawText());
        Assert.Equal("ROOM_TYPE_KITCHEN", (await RoomAsync(service, $"{query}&models=room-type@3")).GetProperty("roomType").GetString());
    }

    [Fact]
    public async Task Recognize_ARoomThatIsKnown_AnswersItWhetherUnknownIsAllowedOrNot()
    {
        foreach (var query in new[] { "", "allowUnknown=true", "allowUnknown=false", "models=room-type@3&allowUnknown=true" })
        {
            var room = await RoomAsync(_service, query);
            Assert.Equal("ROOM_TYPE_KITCHEN", room.GetProperty("roomType").GetString());
            Assert.InRange(room.GetProperty("unknownScore").GetDouble(), 0, 0.49);
        }
    }

    [Fact]
    public async Task Recognize_SeveralPicturesOfARoom_GoesByTheirMeanEnergy()
    {
        using var models = Models("\"threshold\": -4");
        await using var service = await StartAsync(models);
        var rooms = (await ProtobufAsync(service, new()
        {
            AllowUnknown = true,
            Rooms = { Room("kitchen", Samples.Kitchen), Room("bedroom", Samples.Bedroom), Room("both", Samples.Kitchen, Samples.Bedroom), Room("unreadable", [1], Samples.Kitchen), Room("none", [1]) },
        })).Rooms.ToDictionary(room => room.RoomId);
        Assert.Equal((Logit("kitchen") + Logit("bedroom")) / 2, Logit("both"), 1e-3);
        Assert.Equal(rooms["kitchen"].UnknownScore, rooms["unreadable"].UnknownScore);
        Assert.Equal((false, RoomType.Unspecified), (rooms["none"].HasUnknownScore, rooms["none"].RoomType));
        Assert.All(rooms.Values.Where(room => room.HasUnknownScore), room => Assert.Equal(room.UnknownScore >= 0.5, room.RoomType == RoomType.Unknown));

        double Logit(string room) => Math.Log(rooms[room].UnknownScore / (1 - (double)rooms[room].UnknownScore));
    }

    [Fact]
    public async Task Recognize_FromTheCacheOrExplained_TellsTheSameScore()
    {
        await using var service = await TestService.StartAsync("Cache:Level=memory");
        string[] scores = [await ScoreAsync("", "miss"), await ScoreAsync("?allowUnknown=true", "hit"), await ScoreAsync("?explain=true", "bypass")];
        Assert.Single(scores.Distinct());

        async Task<string> ScoreAsync(string query, string cache)
        {
            var response = await service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize{query}");
            Assert.Equal(cache, response.Headers.GetValues("x-cache").Single());
            return (await Samples.JsonAsync(response)).GetProperty("rooms")[0].GetProperty("unknownScore").GetRawText();
        }
    }

    [Fact]
    public async Task Recognize_ByAModelWithoutAThreshold_TellsNoScoreAndKnowsAll()
    {
        using var models = Models("\"threshold\": -100");
        models.Replace("room-type/2/manifest.json", "\"unknown\":", "\"other\":");
        await using var service = await StartAsync(models);
        var room = await RoomAsync(service, "allowUnknown=true");
        Assert.False(room.TryGetProperty("unknownScore", out _));
        Assert.Equal("ROOM_TYPE_KITCHEN", room.GetProperty("roomType").GetString());
    }

    [Fact]
    public async Task Recognize_AllowingUnknownWithNoFlag_IsToldWhatIsAllowed()
    {
        var response = await _service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?allowUnknown=perhaps");
        Assert.Equal((400, "field_invalid"), ((int)response.StatusCode, (await Samples.JsonAsync(response)).GetProperty("code").GetString()));
    }

    /// <summary>The shipped models with another threshold of the second.</summary>
    private static TemporaryFolder Models(string threshold)
    {
        var models = Samples.CopyModels();
        models.Replace("room-type/2/manifest.json", "\"threshold\": -1.6589", threshold);
        models.Replace("registry.json", "manifestSha256", "none");
        return models;
    }

    private static Task<TestService> StartAsync(TemporaryFolder models) => TestService.StartAsync($"Models:Source={models.Path}");

    private static Room Room(string id, params byte[][] pictures) =>
        new() { RoomId = id, Images = { pictures.Select(picture => new Image { Content = ByteString.CopyFrom(picture) }) } };

    private static async Task<JsonElement> RoomAsync(TestService service, string query) =>
        (await Samples.JsonAsync(await service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?{query}"))).GetProperty("rooms")[0];

    private static async Task<RecognizeResponse> ProtobufAsync(TestService service, RecognizeRequest request)
    {
        var response = await service.PostAsync(request.ToByteArray(), "application/x-protobuf", accept: "application/x-protobuf");
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return RecognizeResponse.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync());
    }
}
