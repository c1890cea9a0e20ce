using System.Text;
using Google.Protobuf;
using RoomTypes.V1;

namespace RoomTypes.Tests.Http;

public sealed class RecognizeTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService _service = shared.Service;

    [Fact]
    public async Task Recognize_TheRecordedBodiesOfEveryContentType_GivesTheSameAnswer()
    {
        var multipartType = Encoding.ASCII.GetString(Samples.Recorded("recognize.multipart.type"));
        var answers = new[]
        {
            await ScoresAsync(await _service.PostAsync(Samples.Recorded("recognize.json"), "application/json; charset=utf-8")),
            await ScoresAsync(await _service.PostAsync(Samples.Recorded("recognize.binpb"), "application/x-protobuf")),
            await ScoresAsync(await _service.PostAsync(Samples.Recorded("recognize.binpb"), "application/protobuf")),
            await ScoresAsync(await _service.PostAsync(Samples.Recorded("recognize.multipart"), multipartType)),
        };
        Assert.StartsWith("a ROOM_TYPE_KITCHEN kitchen", answers[0]);
        Assert.Contains("b ROOM_TYPE_BEDROOM bedroom", answers[0]);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
    }

    [Fact]
    public async Task Recognize_OnePicture_IsTheSameBareInAFormAsJsonAndAsProtobuf()
    {
        var image = new Image { Content = ByteString.CopyFrom(Samples.Kitchen) };
        var message = new RecognizeRequest { Rooms = { new Room { Images = { image } } } };
        using var form = new MultipartFormDataContent { { Samples.Body(Samples.Kitchen, "image/jpeg"), "image", "kitchen.jpg" } };
        var answers = new[]
        {
            await ScoresAsync(await _service.PostAsync(Samples.Kitchen, "image/jpeg")),
            await ScoresAsync(await _service.Client.PostAsync("/v1/recognize", form)),
            await ScoresAsync(await _service.PostAsync(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message)), "application/json")),
            await ScoresAsync(await _service.PostAsync(message.ToByteArray(), "application/x-protobuf")),
        };
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
    }

    [Theory]
    [InlineData("application/x-protobuf", true)]
    [InlineData("application/x-protobuf, application/json;q=0.5", true)]
    [InlineData("application/json, application/x-protobuf;q=0.5", false)]
    [InlineData("*/*", false)]
    [InlineData(null, false)]
    public async Task Recognize_ByAccept_AnswersProtobufOrJson(string? accept, bool isProtobuf)
    {
        var response = await _service.PostAsync(Samples.Kitchen, "image/jpeg", accept: accept);
        Assert.Equal(isProtobuf ? "application/x-protobuf" : "application/json", response.Content.Headers.ContentType!.MediaType);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var answer = isProtobuf
            ? RecognizeResponse.Parser.ParseFrom(bytes)
            : new JsonParser(JsonParser.Settings.Default).Parse<RecognizeResponse>(Encoding.UTF8.GetString(bytes));
        Assert.Equal(RoomType.Kitchen, answer.Rooms.Single().RoomType);
        Assert.Matches("^[0-9a-f]{32}$", answer.Rooms.Single().PredictionId);
        Assert.True(answer.Timings.TotalMs > 0 && answer.Timings.DecodeMs > 0 && answer.Timings.InferMs > 0);
    }

    [Fact]
    public async Task Recognize_TwoModels_AnswersWithBothForTheSamePicture()
    {
        var json = await Samples.JsonAsync(await _service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?models=room-type@3,room-type@2&top_k=1"));
        var rooms = json.GetProperty("rooms").EnumerateArray().ToList();
        Assert.Equal(["3", "2"], rooms.Select(room => room.GetProperty("model").GetProperty("version").GetString()));
        Assert.All(rooms, room => Assert.Equal("ROOM_TYPE_KITCHEN", room.GetProperty("roomType").GetString()));
        Assert.All(rooms, room => Assert.Equal(1, room.GetProperty("scores").GetArrayLength()));
        Assert.Equal(2, rooms.Select(room => room.GetProperty("predictionId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Recognize_ABrokenPictureInARoom_ReportsItAndAnswersFromTheOthers()
    {
        var message = new RecognizeRequest { Rooms = { new Room { RoomId = "r", Images = { Image(Samples.Kitchen[..5000]), Image(Samples.Kitchen), Image([]) } } } };
        var room = (await Samples.JsonAsync(await _service.PostAsync(message.ToByteArray(), "application/x-protobuf"))).GetProperty("rooms")[0];
        Assert.Equal("ROOM_TYPE_KITCHEN", room.GetProperty("roomType").GetString());
        Assert.Equal(1, room.GetProperty("imageCount").GetInt32());
        Assert.Equal(["0 image_corrupt", "2 image_empty"], room.GetProperty("failures").EnumerateArray().Select(f => $"{f.GetProperty("index")} {f.GetProperty("code").GetString()}"));
    }

    [Fact]
    public async Task Recognize_ARoomWithoutAReadablePicture_IsAnsweredEmptyBesideTheOthers()
    {
        var message = new RecognizeRequest { Rooms = { new Room { RoomId = "x", Images = { Image([1]) } }, new Room { RoomId = "y", Images = { Image(Samples.Bedroom) } } } };
        var rooms = (await Samples.JsonAsync(await _service.PostAsync(message.ToByteArray(), "application/x-protobuf"))).GetProperty("rooms");
        Assert.Equal("ROOM_TYPE_UNSPECIFIED", rooms[0].GetProperty("roomType").GetString());
        Assert.Equal("", rooms[0].GetProperty("predictionId").GetString());
        Assert.Equal("ROOM_TYPE_BEDROOM", rooms[1].GetProperty("roomType").GetString());
    }

    [Fact]
    public async Task Recognize_ARequestId_ComesBackInBodyAndHeader()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/recognize") { Content = Samples.Body(Samples.Kitchen, "image/jpeg") };
        request.Headers.Add("x-request-id", "caller-7");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var response = await _service.Client.SendAsync(request);
        Assert.Equal("caller-7", response.Headers.GetValues("x-request-id").Single());
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", response.Headers.GetValues("traceresponse").Single());
        Assert.Equal("caller-7", (await Samples.JsonAsync(response)).GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task Recognize_ManyAtOnce_MixesNoAnswerUp()
    {
        // Time enough: on a busy machine some of so many would be refused as too late.
        await using var service = await TestService.StartAsync("Http:TimeoutSeconds=600", "Inference:StandingQueueMilliseconds=600000");
        var bodies = new[] { (Samples.Kitchen, "ROOM_TYPE_KITCHEN"), (Samples.Bedroom, "ROOM_TYPE_BEDROOM") };
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            var (body, expected) = bodies[i % 2];
            var json = await Samples.JsonAsync(await service.PostAsync(body, "image/jpeg"));
            return (expected, actual: json.GetProperty("rooms")[0].GetProperty("roomType").GetString());
        }));
        Assert.All(answers, answer => Assert.Equal(answer.expected, answer.actual));
    }

    private static Image Image(byte[] bytes) => new() { Content = ByteString.CopyFrom(bytes) };

    /// <summary>Everything of an answer that does not change from call to call.</summary>
    private static async Task<string> ScoresAsync(HttpResponseMessage response)
    {
        var json = await Samples.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, json.ToString());
        return string.Join('\n', json.GetProperty("rooms").EnumerateArray().Select(room =>
            $"{room.GetProperty("roomId").GetString()} {room.GetProperty("roomType").GetString()} "
            + string.Join(' ', room.GetProperty("scores").EnumerateArray().Select(score => $"{score.GetProperty("label").GetString()} {score.GetProperty("probability")}"))));
    }
}
