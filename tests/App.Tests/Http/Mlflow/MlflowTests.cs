using System.Text.Json;

namespace RoomTypes.Tests.Http.Mlflow;

/// <summary>The registry through MLflow's API, in a folder that is the test's own.</summary>
public sealed class MlflowTests : IAsyncLifetime
{
    private const string Token = "a-token-that-only-tests-know";

    private readonly TemporaryFolder _models = Samples.CopyModels();
    private TestService _service = null!;
    private MlflowClient _client = null!;

    public async Task InitializeAsync()
    {
        _service = await TestService.StartAsync($"Models:Source={_models.Path}", "Models:RefreshSeconds=3600", $"Http:AdminToken={Token}");
        _client = new(_service.Address, Token);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task Get_AVersion_TellsWhatTheRegistryHasInMlflowsMembers()
    {
        using var anybody = new MlflowClient(_service.Address);
        var version = (await anybody.DoAsync("GET", "model-versions/get", new { name = "room-type", version = "2" })).GetProperty("model_version");
        Assert.Equal(("room-type", "2", "Production", "READY", "mlflow-artifacts:/room-type/2"), (Text(version, "name"), Text(version, "version"), Text(version, "current_stage"), Text(version, "status"), Text(version, "source")));
        Assert.Equal(["champion"], version.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()));
        Assert.Equal(JsonValueKind.Number, version.GetProperty("creation_timestamp").ValueKind);
        Assert.Contains(version.GetProperty("tags").EnumerateArray(), tag => Text(tag, "key") == "room-type.sha256" && Text(tag, "value").Length == 64);
        Assert.Equal("2", Text((await anybody.DoAsync("GET", "registered-models/alias", new { name = "room-type", alias = "champion" })).GetProperty("model_version"), "version"));
        var model = (await anybody.DoAsync("GET", "registered-models/get", new { name = "room-type" })).GetProperty("registered_model");
        Assert.Equal(["champion 2", "challenger 3"], model.GetProperty("aliases").EnumerateArray().Select(alias => $"{Text(alias, "alias")} {Text(alias, "version")}").OrderDescending());
        Assert.Equal(["None 1", "Production 2", "Staging 3"], model.GetProperty("latest_versions").EnumerateArray().Select(latest => $"{Text(latest, "current_stage")} {Text(latest, "version")}").Order());
    }

    [Fact]
    public async Task Alias_SetMovedAndDeleted_IsInTheRegistryAndInWhatAnswers()
    {
        await _client.DoAsync("POST", "registered-models/alias", new { name = "room-type", alias = "exact", version = 1 });
        Assert.Equal("1", Text((await _client.DoAsync("GET", "registered-models/alias", new { name = "room-type", alias = "exact" })).GetProperty("model_version"), "version"));
        await _service.Refresher.LookAsync(default);
        Assert.Equal("1", await AnswerAsync("room-type@exact"));
        await _client.DoAsync("POST", "registered-models/alias", new { name = "room-type", alias = "challenger", version = "1" });
        Assert.Equal(["challenger 1", "champion 2", "exact 1"], NewModels.Aliases(_models.Path));
        await _client.DoAsync("DELETE", "registered-models/alias", new { name = "room-type", alias = "exact" });
        await _client.DoAsync("DELETE", "registered-models/alias", new { name = "room-type", alias = "exact" });
        Assert.Equal((400, "INVALID_PARAMETER_VALUE", "Registered model alias exact not found."), await _client.RefusalAsync("GET", "registered-models/alias", new { name = "room-type", alias = "exact" }));
    }

    [Fact]
    public async Task Create_ANameAndAVersionBesideTheRegistry_IsACandidateWithItsTags()
    {
        using var folder = NewModels.Copy("3", "4");
        Directory.Move(folder.Path, Path.Combine(_models.Path, "incoming"));
        Directory.CreateDirectory(folder.Path);
        var message = new { name = "room-type", source = "incoming", run_id = "run-7", description = "more halls", tags = new[] { new { key = "team", value = "vision" } } };
        var made = (await _client.DoAsync("POST", "model-versions/create", message)).GetProperty("model_version");
        Assert.Equal(("4", "Staging", "run-7", "more halls", "incoming"), (Text(made, "version"), Text(made, "current_stage"), Text(made, "run_id"), Text(made, "description"), Text(made, "source")));
        Assert.Contains(made.GetProperty("tags").EnumerateArray(), tag => (Text(tag, "key"), Text(tag, "value")) == ("team", "vision"));
        Assert.Equal((400, "RESOURCE_ALREADY_EXISTS"), Code(await _client.RefusalAsync("POST", "model-versions/create", message)));
        await _service.Refresher.LookAsync(default);
        Assert.Equal("4", await AnswerAsync("room-type@4"));

        var there = await _client.DownloadAsync(Text(await _client.DoAsync("GET", "model-versions/get-download-uri", new { name = "room-type", version = "4" }), "artifact_uri"));
        foreach (var file in new[] { "model.onnx", "manifest.json", "MODEL_CARD.md" }) Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_models.Path, "incoming", file)), there[file]);
    }

    [Fact]
    public async Task Create_AVersionOfABucket_TakesItsFilesFromThere()
    {
        await using var s3 = await MemoryS3.StartAsync();
        using var cache = new TemporaryFolder();
        using var folder = NewModels.Copy("3", "4");
        s3.PutFolder(_models.Path, "bucket/models");
        s3.PutFolder(folder.Path, "bucket/incoming/4");
        await using var service = await TestService.StartAsync("Models:Source=s3://bucket/models", $"Models:CacheFolder={cache.Path}", $"Storage:Endpoint={s3.Address}", $"Http:AdminToken={Token}");
        using var client = new MlflowClient(service.Address, Token);
        await client.DoAsync("POST", "model-versions/create", new { name = "room-type", source = "s3://bucket/incoming/4" });
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Path, "model.onnx")), s3.Objects["bucket/models/room-type/4/model.onnx"]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder.Path, "model.onnx")), (await client.DownloadAsync("mlflow-artifacts:/room-type/4"))["model.onnx"]);
        foreach (var source in new[] { "s3://other/incoming/4", "s3://bucket/../other/4", "s3://bucket/nothing", "/etc" })
            Assert.Equal((400, "INVALID_PARAMETER_VALUE"), Code(await client.RefusalAsync("POST", "model-versions/create", new { name = "room-type", source })));
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("../elsewhere")]
    [InlineData("file:///etc")]
    [InlineData("s3://bucket/models")]
    [InlineData("runs:/7/model")]
    [InlineData("models:/room-type/2")]
    [InlineData("http://127.0.0.1/model")]
    [InlineData("room-type")]
    [InlineData(".")]
    public async Task Create_AVersionFromElsewhere_IsRefusedAndChangesNothing(string source)
    {
        var before = await File.ReadAllBytesAsync(Path.Combine(_models.Path, "registry.json"));
        Assert.Equal((400, "INVALID_PARAMETER_VALUE"), Code(await _client.RefusalAsync("POST", "model-versions/create", new { name = "room-type", source })));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_models.Path, "registry.json")));
    }

    [Fact]
    public async Task Create_AName_HasItsTagsAndNoVersions()
    {
        var made = (await _client.DoAsync("POST", "registered-models/create", new { name = "floor-type", description = "Parquet or tiles", tags = new[] { new { key = "team", value = "floors" } } })).GetProperty("registered_model");
        Assert.Equal(("floor-type", "Parquet or tiles"), (Text(made, "name"), Text(made, "description")));
        await _client.DoAsync("POST", "registered-models/set-tag", new { name = "floor-type", key = "stage", value = "idea" });
        await _client.DoAsync("DELETE", "registered-models/delete-tag", new { name = "floor-type", key = "team" });
        var model = (await _client.DoAsync("GET", "registered-models/get", new { name = "floor-type" })).GetProperty("registered_model");
        Assert.Equal(["stage idea"], model.GetProperty("tags").EnumerateArray().Select(tag => $"{Text(tag, "key")} {Text(tag, "value")}"));
        Assert.Equal(["floor-type"], await NamesAsync("registered-models/search", "registered_models", new { filter = "tags.stage = 'idea'" }));
        Assert.Equal((400, "RESOURCE_ALREADY_EXISTS"), Code(await _client.RefusalAsync("POST", "registered-models/create", new { name = "floor-type" })));
        Assert.Equal((400, "RESOURCE_ALREADY_EXISTS"), Code(await _client.RefusalAsync("POST", "registered-models/create", new { name = "room-type" })));
        Assert.Equal((400, "INVALID_PARAMETER_VALUE"), Code(await _client.RefusalAsync("POST", "registered-models/create", new { name = "Floor Type" })));
        await _service.Refresher.LookAsync(default);
        Assert.Equal("2", await AnswerAsync("room-type"));
    }

    [Fact]
    public async Task Tag_OfAVersion_IsSetAndTakenAway()
    {
        await _client.DoAsync("POST", "model-versions/set-tag", new { name = "room-type", version = "2", key = "validation_status", value = "approved" });
        Assert.Equal(["2"], await VersionsAsync("tags.validation_status = 'approved'"));
        await _client.DoAsync("DELETE", "model-versions/delete-tag", new { name = "room-type", version = "2", key = "validation_status" });
        Assert.Empty(await VersionsAsync("tags.validation_status = 'approved'"));
        Assert.Equal((400, "INVALID_PARAMETER_VALUE"), Code(await _client.RefusalAsync("POST", "model-versions/set-tag", new { name = "room-type", version = "2", key = "room-type.signature", value = "x" })));
        Assert.Equal((404, "RESOURCE_DOES_NOT_EXIST"), Code(await _client.RefusalAsync("POST", "model-versions/set-tag", new { name = "room-type", version = "champion", key = "x", value = "x" })));
    }

    [Theory]
    [InlineData("name='room-type'", "3 2 1")]
    [InlineData("name = \"room-type\" and version_number > 1", "3 2")]
    [InlineData("name LIKE 'room%' AND version_number <= 2", "2 1")]
    [InlineData("name ILIKE 'ROOM-T_PE' AND version_number != 2", "3 1")]
    [InlineData("name like 'x%'", "")]
    [InlineData("run_id = 'none'", "")]
    [InlineData("run_id IN ('none', 'other')", "")]
    [InlineData("source_path LIKE '%room-type/3'", "3")]
    [InlineData("tags.`room-type.sha256` LIKE '%' AND version_number = 3", "3")]
    [InlineData("", "3 2 1")]
    public async Task Search_ByAFilter_HasWhatHolds(string filter, string expected) => Assert.Equal(expected, string.Join(' ', await VersionsAsync(filter, "version_number DESC")));

    [Theory]
    [InlineData("name")]
    [InlineData("name = room-type")]
    [InlineData("name = 'x' OR name = 'y'")]
    [InlineData("name = 'x' AND ")]
    [InlineData("color = 'red'")]
    [InlineData("name IN ('x')")]
    [InlineData("version_number LIKE '1'")]
    [InlineData("version_number = 'one'")]
    [InlineData("name > 'x'")]
    public async Task Search_ByAFilterThatIsNone_IsRefused(string filter) =>
        Assert.Equal((400, "INVALID_PARAMETER_VALUE"), Code(await _client.RefusalAsync("GET", "model-versions/search", new { filter })));

    [Fact]
    public async Task Search_InPages_HasEachOnce()
    {
        var (seen, token) = (new List<string>(), "");
        do
        {
            var page = await _client.DoAsync("GET", "model-versions/search", new { filter = "name='room-type'", max_results = 2, order_by = new[] { "version_number ASC" }, page_token = token });
            seen.AddRange(page.GetProperty("model_versions").EnumerateArray().Select(version => Text(version, "version")));
            token = page.TryGetProperty("next_page_token", out var next) ? next.GetString()! : "";
        }
        while (token.Length > 0);
        Assert.Equal(["1", "2", "3"], seen);
        foreach (var page in new object[] { new { max_results = 0 }, new { max_results = -1 }, new { max_results = 200_001 }, new { page_token = "x" }, new { page_token = "eyJvZmZzZXQiOiAtMX0=" }, new { order_by = new[] { "size" } }, new { order_by = new[] { "name UP" } } })
            Assert.Equal((400, "INVALID_PARAMETER_VALUE"), Code(await _client.RefusalAsync("GET", "model-versions/search", page)));
    }

    [Theory]
    [InlineData("GET", "registered-models/get", "{\"name\":\"other\"}", 404, "RESOURCE_DOES_NOT_EXIST")]
    [InlineData("GET", "registered-models/get", "{}", 400, "INVALID_PARAMETER_VALUE")]
    [InlineData("GET", "model-versions/get", "{\"name\":\"room-type\",\"version\":\"9\"}", 404, "RESOURCE_DOES_NOT_EXIST")]
    [InlineData("POST", "registered-models/alias", "{\"name\":\"room-type\",\"alias\":\"x\",\"version\":\"9\"}", 404, "RESOURCE_DOES_NOT_EXIST")]
    [InlineData("POST", "registered-models/alias", "{\"name\":\"room-type\",\"alias\":\"champion\",\"version\":\"3\"}", 400, "INVALID_PARAMETER_VALUE")]
    [InlineData("DELETE", "registered-models/alias", "{\"name\":\"room-type\",\"alias\":\"champion\"}", 400, "INVALID_PARAMETER_VALUE")]
    [InlineData("POST", "registered-models/alias", "{\"name\":\"room-type\",\"alias\":\"1st\",\"version\":\"3\"}", 400, "INVALID_PARAMETER_VALUE")]
    [InlineData("POST", "model-versions/transition-stage", "{\"name\":\"room-type\",\"version\":\"3\",\"stage\":\"Production\"}", 501, "NOT_IMPLEMENTED")]
    [InlineData("DELETE", "registered-models/delete", "{\"name\":\"room-type\"}", 501, "NOT_IMPLEMENTED")]
    [InlineData("POST", "experiments/create", "{\"name\":\"x\"}", 404, "ENDPOINT_NOT_FOUND")]
    [InlineData("GET", "", "{}", 404, "ENDPOINT_NOT_FOUND")]
    [InlineData("POST", "registered-models/alias", "[]", 400, "INVALID_PARAMETER_VALUE")]
    [InlineData("POST", "registered-models/alias", "{\"name\":{\"x\":1},\"alias\":[{}]}", 400, "INVALID_PARAMETER_VALUE")]
    public async Task Request_ThatCannotBeDone_IsRefusedInMlflowsWords(string method, string operation, string message, int status, string code)
    {
        var before = await File.ReadAllBytesAsync(Path.Combine(_models.Path, "registry.json"));
        Assert.Equal((status, code), Code(await _client.RefusalAsync(method, operation, JsonDocument.Parse(message).RootElement)));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_models.Path, "registry.json")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a-token-that-only-tests-knew")]
    public async Task Change_WithoutTheToken_IsRefused(string? token)
    {
        using var stranger = new MlflowClient(_service.Address, token);
        foreach (var (method, operation) in new[] { ("POST", "registered-models/create"), ("POST", "registered-models/alias"), ("DELETE", "registered-models/alias"), ("POST", "registered-models/set-tag"), ("DELETE", "registered-models/delete-tag"), ("POST", "model-versions/create"), ("POST", "model-versions/set-tag"), ("DELETE", "model-versions/delete-tag") })
            Assert.Equal((401, "UNAUTHENTICATED"), Code(await stranger.RefusalAsync(method, operation, new { name = "room-type", alias = "x", version = "1", key = "k", value = "v" })));
        await stranger.DoAsync("GET", "registered-models/search");
    }

    [Fact]
    public async Task Change_WhereNobodyMayChangeAnything_IsDenied()
    {
        await using var service = await TestService.StartAsync($"Models:Source={_models.Path}");
        using var client = new MlflowClient(service.Address, Token);
        Assert.Equal((403, "PERMISSION_DENIED"), Code(await client.RefusalAsync("POST", "registered-models/alias", new { name = "room-type", alias = "x", version = "1" })));
    }

    [Theory]
    [InlineData("room-type/2/../../registry.json")]
    [InlineData("registry.json")]
    [InlineData("room-type/2/other")]
    [InlineData("room-type/9/model.onnx")]
    [InlineData("room-type/2")]
    public async Task Artifact_ThatIsNoFileOfAVersion_IsUnknown(string path) => Assert.Equal(404, await _client.StatusOfAsync(path.Replace("..", "%2E%2E", StringComparison.Ordinal)));

    [Fact]
    public async Task Artifact_ThatIsNotWhatWasRegistered_IsNotGivenAway()
    {
        await File.AppendAllTextAsync(Path.Combine(_models.Path, "room-type/3/model.onnx"), "x");
        await File.AppendAllTextAsync(Path.Combine(_models.Path, "room-type/2/manifest.json"), " ");
        Assert.Equal((503, 503, 200), (await _client.StatusOfAsync("room-type/3/model.onnx"), await _client.StatusOfAsync("room-type/2/manifest.json"), await _client.StatusOfAsync("room-type/1/model.onnx")));
    }

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;

    private static (int, string) Code((int Status, string Code, string Message) refusal) => (refusal.Status, refusal.Code);

    private Task<IReadOnlyList<string>> VersionsAsync(string filter, string order = "name ASC") => NamesAsync("model-versions/search", "model_versions", new { filter, order_by = new[] { order } }, "version");

    private async Task<IReadOnlyList<string>> NamesAsync(string operation, string member, object message, string name = "name") =>
        [.. (await _client.DoAsync("GET", operation, message)).GetProperty(member).EnumerateArray().Select(item => Text(item, name))];

    private async Task<string?> AnswerAsync(string model) =>
        (await Samples.JsonAsync(await _service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?models={model}"))).GetProperty("rooms")[0].GetProperty("model").GetProperty("version").GetString();
}
