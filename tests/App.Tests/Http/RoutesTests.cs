namespace RoomTypes.Tests.Http;

public sealed class RoutesTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly HttpClient _client = shared.Service.Client;

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/v1/models")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task Head_OfWhatGetAnswers_HasItsHeadersAndNoBody(string path)
    {
        using var get = await _client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await _client.SendAsync(request);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Models_List_HasStagesDigestsAndWhatIsServed()
    {
        var models = (await JsonAsync("/v1/models")).GetProperty("models").EnumerateArray().ToList();
        Assert.Equal(
            ["1 reference False", "2 production True", "3 candidate True"],
            models.Select(model => $"{model.GetProperty("version").GetString()} {model.GetProperty("stage").GetString()} {model.GetProperty("served").GetBoolean()}"));
        Assert.All(models, model => Assert.Matches("^[0-9a-f]{64}$", model.GetProperty("sha256").GetString()));
    }

    [Fact]
    public async Task Models_One_HasLabelsLineageAndMetrics()
    {
        var model = await JsonAsync("/v1/models/room-type/2");
        Assert.Equal(6, model.GetProperty("labels").GetArrayLength());
        Assert.Equal("room-type@1", model.GetProperty("lineage").GetProperty("parent").GetString());
        Assert.Equal(0.8967, model.GetProperty("metrics").GetProperty("places").GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public async Task Health_OfAReadyService_IsLiveAndReadyWithItsModels()
    {
        Assert.Equal("live", (await JsonAsync("/health/live")).GetProperty("status").GetString());
        Assert.Equal(["room-type@2", "room-type@3"], (await JsonAsync("/health/ready")).GetProperty("models").EnumerateArray().Select(model => model.GetString()));
    }

    [Fact]
    public async Task Ready_WithAWrongDigest_NeverComesAndNamesBoth()
    {
        using var folder = Samples.CopyModels();
        File.AppendAllText(Path.Combine(folder.Path, "room-type/3/model.onnx"), "x");
        await using var service = await TestService.StartAsync($"Models:Source={folder.Path}");
        Assert.True((await service.Client.GetAsync("/health/live")).IsSuccessStatusCode);
        foreach (var response in new[] { await service.Client.GetAsync("/health/ready"), await service.PostAsync(Samples.Kitchen, "image/jpeg") })
        {
            Assert.Equal(503, (int)response.StatusCode);
            Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
            var problem = await Samples.JsonAsync(response);
            Assert.Equal("model_unavailable", problem.GetProperty("code").GetString());
            Assert.Contains("the registry says", problem.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task Docs_Page_NamesNothingOutsideTheService()
    {
        var page = await _client.GetStringAsync("/docs/index.html");
        Assert.DoesNotMatch("""(src|href)="(https?:)?//""", page);
    }

    private async Task<System.Text.Json.JsonElement> JsonAsync(string path)
    {
        var response = await _client.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode}");
        return await Samples.JsonAsync(response);
    }
}
