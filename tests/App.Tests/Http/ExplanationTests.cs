using System.Text.Json;
using Google.Protobuf;
using RoomTypes.V1;

namespace RoomTypes.Tests.Http;

public sealed class ExplanationTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService _service = shared.Service;

    [Fact]
    public async Task Recognize_ThatIsNotAskedWhy_HasNoMaps() =>
        Assert.Equal(0, (await JsonAsync("/v1/recognize")).GetProperty("rooms")[0].GetProperty("activationMaps").GetArrayLength());

    [Fact]
    public async Task Recognize_AskedWhy_TellsItForTheMostProbableLabelAndAnswersTheSame()
    {
        var (plain, explained) = ((await JsonAsync("/v1/recognize?models=room-type@2")).GetProperty("rooms")[0], (await JsonAsync("/v1/recognize?models=room-type@2&explain=true")).GetProperty("rooms")[0]);
        Assert.Equal(plain.GetProperty("scores").GetRawText(), explained.GetProperty("scores").GetRawText());
        var map = Assert.Single(explained.GetProperty("activationMaps").EnumerateArray());
        Assert.Equal((0, "kitchen", "ROOM_TYPE_KITCHEN", 7, 7), (map.GetProperty("index").GetInt32(), map.GetProperty("label").GetString(), map.GetProperty("roomType").GetString(), map.GetProperty("width").GetInt32(), map.GetProperty("height").GetInt32()));
        var values = map.GetProperty("values").EnumerateArray().Select(value => value.GetSingle()).ToList();
        Assert.Equal((49, 0, 1), (values.Count, values.Min(), values.Max()));
    }

    [Fact]
    public async Task Recognize_AskedWhyForEveryLabel_TellsMapsWhoseSumsAreTheLogits()
    {
        var request = new RecognizeRequest
        {
            Rooms = { new Room { Images = { Image([1]), Image(Samples.Kitchen), Image(Samples.Bedroom) } } },
            Models = { "room-type@3", "room-type@2" },
            ExplainLabels = { "bathroom", "bedroom", "dining_room", "hallway", "kitchen", "living_room" },
        };
        var rooms = await ProtobufAsync(request);
        Assert.Equal(["kitchen", "bedroom"], rooms[1].ActivationMaps.GroupBy(map => map.Index).Select(picture => picture.First().Label));
        foreach (var (room, index) in rooms.SelectMany(room => new[] { (room, 1u), (room, 2u) }))
        {
            var maps = room.ActivationMaps.Where(map => map.Index == index).ToDictionary(map => map.Label, Logit);
            Assert.Equal(request.ExplainLabels.Order(), maps.Keys.Order());
            var alone = await ProtobufAsync(new() { Rooms = { new Room { Images = { request.Rooms[0].Images[(int)index] } } }, Models = { $"room-type@{room.Model.Version}" } });
            var total = maps.Values.Sum(Math.Exp);
            Assert.All(alone[0].Scores, score => Assert.Equal(Math.Log(score.Probability), maps[score.Label] - Math.Log(total), 1e-3));
        }
    }

    [Fact]
    public async Task Recognize_AskedWhy_IsNotAnsweredFromTheCache()
    {
        await using var service = await TestService.StartAsync("Cache:Level=memory");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("bypass", (await service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?explain=1")).Headers.GetValues("x-cache").Single());
        }
    }

    [Theory]
    [InlineData("explain=maybe", "field_invalid")]
    [InlineData("explain_labels=garage", "label_unknown")]
    [InlineData("explain_labels=kitchen,Kitchen", "label_unknown")]
    [InlineData("explain_labels=a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a", "explain_labels_too_many")]
    public async Task Recognize_AskedWhyForWhatIsNot_IsToldWhatIsAllowed(string query, string code)
    {
        var response = await _service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?{query}");
        Assert.Equal((400, code), ((int)response.StatusCode, (await Samples.JsonAsync(response)).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Recognize_AskedWhyOfAModelWithoutANamedHead_IsTold()
    {
        using var folder = Samples.CopyModels();
        folder.Replace("room-type/2/manifest.json", "\"head\":", "\"other\":");
        folder.Replace("registry.json", "manifestSha256", "unknown");
        await using var service = await TestService.StartAsync($"Models:Source={folder.Path}", "Models:Serve=room-type@2");
        Assert.Equal(200, (int)(await service.PostAsync(Samples.Kitchen, "image/jpeg")).StatusCode);
        var response = await service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?explain=true");
        Assert.Equal((400, "explanation_unavailable"), ((int)response.StatusCode, (await Samples.JsonAsync(response)).GetProperty("code").GetString()));
    }

    private static double Logit(ActivationMap map) => map.Values.Sum(value => map.Minimum + ((double)value * (map.Maximum - map.Minimum))) + map.Bias;

    private static Image Image(byte[] content) => new() { Content = ByteString.CopyFrom(content) };

    private async Task<JsonElement> JsonAsync(string path) => await Samples.JsonAsync(await _service.PostAsync(Samples.Kitchen, "image/jpeg", path));

    private async Task<IList<RoomPrediction>> ProtobufAsync(RecognizeRequest request)
    {
        var response = await _service.PostAsync(request.ToByteArray(), "application/x-protobuf", accept: "application/x-protobuf");
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return RecognizeResponse.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync()).Rooms;
    }
}
