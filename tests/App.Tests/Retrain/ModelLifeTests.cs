using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RoomTypes.Tests.Evaluate;

namespace RoomTypes.Tests.Retrain;

/// <summary>The whole life of a version by the service and the commands, each a process: what people correct, learn, measure, compare, promote, go back.</summary>
public sealed class ModelLifeTests : IDisposable
{
    private const int Corrections = 200;
    private const string Experiment = "retrained-against-champion";
    private const string Token = "a-token-that-only-tests-know";
    private readonly TemporaryFolder _models = Samples.CopyModels();
    private readonly TemporaryFolder _work = new();
    private readonly TemporaryFolder _kept = NoisyCameras.LabelledSamples();
    private readonly TemporaryFolder _noisy = NoisyCameras.Labelled(sample => ($"{sample}.png", NoisyCameras.Picture(sample, 10_000).ToPng()));

    private string Store => Path.Combine(_work.Path, "events.db");

    private string Gates => Path.Combine(_work.Path, "gates.yaml");

    public void Dispose()
    {
        foreach (var folder in new[] { _models, _work, _kept, _noisy }) folder.Dispose();
    }

    [Fact]
    public async Task Corrections_OfASystematicMistake_BecomeAChampionThatCanBeRolledBack()
    {
        await File.WriteAllTextAsync(Gates, $$"""
            megabytes: 8
            dataSets:
              samples: { folder: {{_kept.Path}}, pictures: 18, accuracy: 0.94 }
              noisy: { folder: {{_noisy.Path}}, pictures: 18, accuracy: 0.75 }
            """);
        await using var service = await StartAsync();
        await CorrectAsync(service, 0, mistakes => mistakes >= Corrections);

        await DoneAsync("Retrain", "--keep", _kept.Path, "--models", _models.Path, "--runs", "none");
        await service.AnswersAsync("room-type@challenger", "4");

        await PromoteAsync(1, "room-type@1 is not promoted", "room-type@1");
        await ChangeAsync(service, "start");
        await PromoteAsync(1, $"{Experiment} says not-yet", "room-type@4", "--experiment", Experiment, "--url", service.Process.Address.ToString());
        var first = 1_000;
        await RunningService.UntilAsync(async () => await VerdictAsync(service, first += 100) == "better", "The experiment comes to no verdict.");
        await ChangeAsync(service, "stop");
        await PromoteAsync(0, "", "room-type@4", "--experiment", Experiment, "--url", service.Process.Address.ToString(), "--reason", "sees through noise");
        await service.AnswersAsync("room-type", "4");
        Assert.Equal(["champion 4", "previous 2"], NewModels.Aliases(_models.Path));

        await DoneAsync("Model", "rollback", "--reason", "a test", "--models", _models.Path);
        await service.AnswersAsync("room-type", "2");
        Assert.Equal(["1 reference", "2 production", "3 reference", "4 reference"], NewModels.Stages(_models.Path));
    }

    private async Task<Asked> StartAsync()
    {
        var experiments = Path.Combine(_work.Path, "experiments.json");
        await File.WriteAllTextAsync(experiments, $$"""
            { "features": [ { "name": "room-type-model", "defaultVariation": "champion",
                "variations": [ { "name": "champion", "value": "room-type@champion" }, { "name": "challenger", "value": "room-type@challenger" } ],
                "experiment": { "name": "{{Experiment}}", "control": "champion", "start": "2100-01-01T00:00:00Z",
                  "treatments": [ { "name": "champion", "variation": "champion", "weight": 1 }, { "name": "challenger", "variation": "challenger", "weight": 1 } ],
                  "metrics": [ { "name": "correction_rate", "desiredChange": "Decrease" } ] } } ] }
            """);
        return new(await RunningService.StartAsync(
        [
            $"Models:Source={_models.Path}", "Models:RefreshSeconds=1", "Events:Store=sqlite", $"Events:File={Store}", "Events:Embeddings=true", "Events:FlushMilliseconds=0", "Cache:Level=none",
            "Experiments:Source=local", $"Experiments:File={experiments}", $"Http:AdminToken={Token}",
        ]));
    }

    /// <summary>Homes send a picture each, and people say what it shows, until that is enough.</summary>
    private static async Task CorrectAsync(Asked service, int first, Func<int, bool> isEnough)
    {
        for (var (home, mistakes) = (first, 0); !isEnough(mistakes); home++)
        {
            var sample = AlteredPicture.Samples[home % AlteredPicture.Samples.Count];
            var room = await service.RecognizeAsync(NoisyCameras.Picture(sample, home).ToPng(), $"home {home}");
            var right = NoisyCameras.TypeOf(sample);
            if (room.GetProperty("roomType").GetString() != right) mistakes++;
            using var said = await service.Process.Client.PostAsJsonAsync("/v1/feedback", new { predictionId = room.GetProperty("predictionId").GetString(), correctRoomType = right });
            Assert.True(said.IsSuccessStatusCode, await said.Content.ReadAsStringAsync());
        }
    }

    /// <summary>What the experiment says after a hundred homes more.</summary>
    private static async Task<string?> VerdictAsync(Asked service, int first)
    {
        var homes = 0;
        await CorrectAsync(service, first, _ => homes++ == 100);
        using var results = await service.Process.Client.GetAsync($"/v1/experiments/{Experiment}/results");
        return (await Samples.JsonAsync(results)).GetProperty("verdict").GetString();
    }

    private static async Task ChangeAsync(Asked service, string change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/experiments/{Experiment}/{change}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var response = await service.Process.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task DoneAsync(string program, params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync(program, arguments);
        Assert.True(exitCode == 0, error);
    }

    private async Task PromoteAsync(int expected, string reason, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync("Model", ["promote", .. arguments, "--models", _models.Path, "--gates", Gates, "--report", Path.Combine(_work.Path, "reports")]);
        Assert.True(exitCode == expected, output + error);
        Assert.Contains(reason, error.ReplaceLineEndings(" "));
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["RoomType__Events__Store"], start.Environment["RoomType__Events__File"]) = ("sqlite", Store);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    /// <summary>The service, as robots ask it.</summary>
    private sealed record Asked(RunningService Process) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();

        public async Task<JsonElement> RecognizeAsync(byte[] picture, string home, string? model = null)
        {
            using var form = new MultipartFormDataContent { { new StringContent(home), "entity_id" }, { Samples.Body(picture, "image/png"), "image", "picture.png" } };
            if (model is not null) form.Add(new StringContent(model), "models");
            using var answer = await Process.Client.PostAsync("/v1/recognize", form);
            var json = await Samples.JsonAsync(answer);
            return json.TryGetProperty("rooms", out var rooms) ? rooms[0] : json;
        }

        /// <summary>Waits until a version answers to a name.</summary>
        public Task AnswersAsync(string model, string version)
        {
            var picture = NoisyCameras.Picture(AlteredPicture.Samples[0], 0).ToPng();
            return RunningService.UntilAsync(
                async () => (await RecognizeAsync(picture, "home", model)).TryGetProperty("model", out var answered) && answered.GetProperty("version").GetString() == version,
                $"{model} is not version {version}.");
        }
    }
}
