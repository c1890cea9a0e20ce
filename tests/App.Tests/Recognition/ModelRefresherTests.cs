using System.Text.Json;
using RoomTypes.Models;
using RoomTypes.Storage;

namespace RoomTypes.Tests.Recognition;

/// <summary>What a running service makes of a registry that changes.</summary>
public sealed class ModelRefresherTests : IAsyncLifetime
{
    private readonly TemporaryFolder _models = Samples.CopyModels();
    private readonly ModelRegistryEditor _editor;
    private TestService _service = null!;

    public ModelRefresherTests() => _editor = new(new FolderRegistryStore(_models.Path), TimeProvider.System);

    public async Task InitializeAsync() => _service = await TestService.StartAsync($"Models:Source={_models.Path}", "Models:RefreshSeconds=3600");

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task Look_AfterAPromotion_AnswersWithTheNewChampion()
    {
        Assert.Equal("2", await AnswerAsync());
        await _editor.PromoteAsync(new("room-type", "3"), new("ada"), default);
        await _service.Refresher.LookAsync(default);
        Assert.Equal(("3", "3", "2"), (await AnswerAsync(), await AnswerAsync("room-type@champion"), await AnswerAsync("room-type@previous")));
        Assert.Equal(1, await MetricAsync("room_type_models_refreshes_total{outcome=\"swapped\"}"));

        await _editor.RollbackAsync("room-type", new("ada"), default);
        await _service.Refresher.LookAsync(default);
        Assert.Equal("2", await AnswerAsync());
        Assert.Equal("model_unknown", await RefusalAsync("room-type@previous"));
        Assert.Equal("model_unknown", await RefusalAsync("room-type@3"));
    }

    [Fact]
    public async Task Look_WhereOtherProtocolsAsk_TheyMeetTheNewVersion()
    {
        await _editor.PromoteAsync(new("room-type", "3"), new("ada"), default);
        await _service.Refresher.LookAsync(default);
        var body = JsonSerializer.SerializeToUtf8Bytes(new { inputs = new[] { new { name = "image", datatype = "BYTES", shape = new[] { 1 }, data = new[] { Convert.ToBase64String(Samples.Kitchen) } } } });
        foreach (var path in new[] { "/v2/models/room-type/infer", "/v2/models/room-type/versions/champion/infer" })
            Assert.Equal("3", (await Samples.JsonAsync(await _service.PostAsync(body, "application/json", path))).GetProperty("model_version").GetString());
        Assert.Equal(200, (int)(await _service.PostAsync(Samples.Kitchen, "image/jpeg", "/models/room-type@champion")).StatusCode);
        var model = await Samples.JsonAsync(await _service.Client.GetAsync("/v1/models/room-type/champion"));
        Assert.Equal(("3", "champion", true), (model.GetProperty("version").GetString(), model.GetProperty("aliases")[0].GetString(), model.GetProperty("served").GetBoolean()));
    }

    [Theory]
    [InlineData("model", "The SHA-256 of model.onnx is")]
    [InlineData("manifest", "The SHA-256 of room-type/4/manifest.json is")]
    [InlineData("schema", "models[3].stage is missing")]
    [InlineData("json", "registry.json in the models' folder cannot be read")]
    [InlineData("alias", "aliases.room-type.challenger is \"9\"")]
    [InlineData("missing", "registry.json does not exist in the models' folder")]
    [InlineData("no model", "is not a model that ONNX Runtime can load")]
    public async Task Look_AtWhatCannotBeServed_ChangesNothingAndSaysSoOnce(string fault, string expected)
    {
        using var folder = NewModels.Copy("3", "4");
        if (fault == "no model") MakeNoModel(folder);
        await _editor.AddAsync(NewModel.Read(folder.Path), ModelAliases.Challenger, null, default);
        var good = await File.ReadAllBytesAsync(Path.Combine(_models.Path, "registry.json"));
        var repair = Break(fault, folder);

        for (var look = 0; look < 3; look++) await _service.Refresher.LookAsync(default);
        Assert.Equal(("2", "3"), (await AnswerAsync(), await AnswerAsync("room-type@challenger")));
        Assert.Contains(expected, (await Samples.JsonAsync(await _service.Client.GetAsync("/health/ready"))).GetProperty("refused").GetString());
        Assert.Contains(expected, (await Samples.JsonAsync(await _service.Client.GetAsync("/v1/models"))).GetProperty("refused").GetString());
        Assert.Equal((1, 1), (await MetricAsync("room_type_models_refreshes_total{outcome=\"refused\"}"), await MetricAsync("room_type_models_stale")));

        await File.WriteAllBytesAsync(Path.Combine(_models.Path, "registry.json"), good);
        repair();
        await _service.Refresher.LookAsync(default);
        Assert.Equal(("2", "4"), (await AnswerAsync(), await AnswerAsync("room-type@challenger")));
        Assert.False((await Samples.JsonAsync(await _service.Client.GetAsync("/health/ready"))).TryGetProperty("refused", out _));
        Assert.Equal(0, await MetricAsync("room_type_models_stale"));
    }

    [Fact]
    public async Task Look_AtABucket_TakesWhatAnotherWroteAndAsksForNothingElseMeanwhile()
    {
        await using var s3 = await MemoryS3.StartAsync();
        using var cache = new TemporaryFolder();
        s3.PutFolder(Samples.ModelsFolder, "bucket/models");
        string[] settings = ["Models:Source=s3://bucket/models", $"Models:CacheFolder={cache.Path}", $"Storage:Endpoint={s3.Address}"];
        using var storage = new S3Storage(TestOptions.Read(settings).Storage);
        await using var service = await TestService.StartAsync(settings);
        await service.Refresher.LookAsync(default);
        await service.Refresher.LookAsync(default);
        Assert.Equal((2, 2), (s3.Requests["HEAD models/registry.json"], s3.Requests["GET models/registry.json"]));

        await new ModelRegistryEditor(ModelRegistryStores.Open("s3://bucket/models", storage), TimeProvider.System).PromoteAsync(new("room-type", "3"), new("ada"), default);
        await service.Refresher.LookAsync(default);
        var answer = await Samples.JsonAsync(await service.PostAsync(Samples.Kitchen, "image/jpeg"));
        Assert.Equal("3", answer.GetProperty("rooms")[0].GetProperty("model").GetProperty("version").GetString());
        Assert.Equal(1, s3.Requests["GET models/room-type/3/model.onnx"]);
    }

    /// <summary>Breaks what was added, and returns what mends it beside registry.json.</summary>
    private Action Break(string fault, TemporaryFolder folder)
    {
        var (model, manifest, registry) = (Path.Combine(_models.Path, "room-type/4/model.onnx"), Path.Combine(_models.Path, "room-type/4/manifest.json"), Path.Combine(_models.Path, "registry.json"));
        switch (fault)
        {
            case "model":
                var bytes = File.ReadAllBytes(model);
                File.WriteAllBytes(model, bytes[..(bytes.Length / 2)]);
                return () => File.WriteAllBytes(model, bytes);
            case "manifest":
                File.AppendAllText(manifest, " ");
                return () => File.Copy(Path.Combine(folder.Path, "manifest.json"), manifest, overwrite: true);
            case "schema":
                var json = NewModels.Registry(_models.Path);
                json["models"]![3]!.AsObject().Remove("stage");
                File.WriteAllText(registry, json.ToJsonString());
                break;
            case "json":
                File.WriteAllBytes(registry, File.ReadAllBytes(registry)[..1000]);
                break;
            case "alias":
                _models.Replace("registry.json", "\"challenger\": \"4\"", "\"challenger\": \"9\"");
                break;
            case "missing":
                File.Delete(registry);
                break;
            case "no model":
                return () =>
                {
                    foreach (var file in Directory.GetFiles(Path.Combine(Samples.ModelsFolder, "room-type/3"))) File.Copy(file, Path.Combine(_models.Path, "room-type/4", Path.GetFileName(file)), overwrite: true);
                    _models.Replace("room-type/4/manifest.json", "\"version\": \"3\"", "\"version\": \"4\"");
                    var entry = NewModels.Registry(_models.Path);
                    entry["models"]![3]!["sha256"] = (string)entry["models"]![2]!["sha256"]!;
                    entry["models"]![3]!.AsObject().Remove("manifestSha256");
                    File.WriteAllText(registry, entry.ToJsonString());
                };
        }

        return () => { };
    }

    private static void MakeNoModel(TemporaryFolder folder)
    {
        var file = Path.Combine(folder.Path, "model.onnx");
        var before = Digest.Compute(file);
        File.WriteAllBytes(file, [1, 2, 3]);
        folder.Replace("manifest.json", before, Digest.Compute(file));
    }

    private async Task<string?> AnswerAsync(string? model = null)
    {
        var answer = await Samples.JsonAsync(await _service.PostAsync(Samples.Kitchen, "image/jpeg", model is null ? "/v1/recognize" : $"/v1/recognize?models={model}"));
        return answer.GetProperty("rooms")[0].GetProperty("model").GetProperty("version").GetString();
    }

    private async Task<string?> RefusalAsync(string model) =>
        (await Samples.JsonAsync(await _service.PostAsync(Samples.Kitchen, "image/jpeg", $"/v1/recognize?models={model}"))).GetProperty("code").GetString();

    private async Task<double> MetricAsync(string series)
    {
        var line = (await _service.Client.GetStringAsync("/metrics")).Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
