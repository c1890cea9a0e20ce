using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using RoomTypes.Tests.Evaluate;

namespace RoomTypes.Tests.Retrain;

/// <summary>From mistakes in a running service to a version that makes them no more, by real processes.</summary>
public sealed class RetrainCommandTests : IDisposable
{
    private const int Corrections = 200;
    private readonly TemporaryFolder _models = Samples.CopyModels();
    private readonly TemporaryFolder _work = new();

    private string Store => Path.Combine(_work.Path, "events.db");

    public void Dispose()
    {
        _models.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task Retrain_OnCorrectionsOfASystematicMistake_MakesAVersionThatIsRightAndForgetsNothing()
    {
        var mistakes = await CorrectAsync();
        using var copy = Samples.CopyModels();
        using var kept = NoisyCameras.LabelledSamples();
        var (exitCode, output, error) = await RunAsync("Retrain", "--models", _models.Path, "--keep", kept.Path, "--json");
        Assert.True(exitCode == 0, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("room-type@4", "room-type@2"), (report.GetProperty("model").GetString(), report.GetProperty("parent").GetString()));
        Assert.InRange(report.GetProperty("corrected").GetInt32(), Corrections, int.MaxValue);
        Assert.InRange(report.GetProperty("heldOut").GetProperty("accuracy").GetDouble(), report.GetProperty("heldOutOfParent").GetProperty("accuracy").GetDouble(), 1);

        Assert.NotEqual(Threshold("2"), Threshold("4"));

        Assert.InRange(await RightAsync(mistakes), 0.95, 1);
        Assert.Equal(1, await AccuracyAsync("room-type@4"));
        await RunAsync("Retrain", "--models", copy.Path, "--keep", kept.Path);
        foreach (var file in new[] { "model.onnx", "manifest.json", "MODEL_CARD.md" }) Assert.Equal(Read(_models, file), Read(copy, file));
    }

    [Fact]
    public async Task Retrain_OnFoldersOfPictures_KeepsTheirEmbeddingsForLater()
    {
        using var folder = NoisyCameras.LabelledSamples();
        var kept = Path.Combine(_work.Path, "samples.embeddings");
        var noisy = Directory.CreateDirectory(Path.Combine(_work.Path, "noisy")).FullName;
        for (var seed = 0; seed < 4; seed++)
        {
            foreach (var sample in AlteredPicture.Samples)
            {
                var home = Directory.CreateDirectory(Path.Combine(noisy, AlteredPicture.LabelOf(sample), $"{sample} {seed}"));
                File.WriteAllBytes(Path.Combine(home.FullName, "1.png"), NoisyCameras.Picture(sample, seed).ToPng());
            }
        }

        var (exitCode, output, error) = await RunAsync("Retrain", "--models", _models.Path, "--from", noisy, "--keep", folder.Path, "--write-keep", kept);
        Assert.True(exitCode == 0, error);
        Assert.Contains("room-type@4", output);
        var (again, json, failure) = await RunAsync("Retrain", "--models", _models.Path, "--from", noisy, "--keep", kept, "--json", "--model", "room-type@4");
        // The same network: what was kept of one version will do for the next. Whether there is more to be learnt is another matter.
        Assert.True(again == 0 || failure.Contains("Nothing better", StringComparison.Ordinal), failure);
        if (again == 0) Assert.Equal(72 + 90, JsonDocument.Parse(json).RootElement.GetProperty("examples").GetInt32());
        var (other, _, refusal) = await RunAsync("Retrain", "--models", _models.Path, "--from", noisy, "--keep", kept, "--model", "room-type@3");
        Assert.Equal(2, other);
        Assert.Contains("network", refusal);
    }

    [Fact]
    public async Task Retrain_WithoutFeedback_SaysWhatIsMissingAndRegistersNothing()
    {
        var before = File.ReadAllText(Path.Combine(_models.Path, "registry.json"));
        var (exitCode, _, error) = await RunAsync("Retrain", "--models", _models.Path);
        Assert.Equal(2, exitCode);
        Assert.Contains(Store, error);
        using var folder = NoisyCameras.LabelledSamples();
        foreach (var directory in Directory.GetDirectories(folder.Path)[1..]) Directory.Delete(directory, recursive: true);
        (exitCode, _, error) = await RunAsync("Retrain", "--models", _models.Path, "--from", folder.Path);
        Assert.Equal(2, exitCode);
        Assert.Contains("3 examples", error);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_models.Path, "registry.json")));
    }

    /// <summary>Robots whose cameras are noisy, which the model takes for bathrooms, send pictures until people have corrected enough of them.</summary>
    private async Task<List<(string Sample, byte[] Picture)>> CorrectAsync()
    {
        var mistakes = new List<(string, byte[])>();
        await using var service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={Store}", "Events:Embeddings=true", "Events:FlushMilliseconds=0", $"Models:Source={_models.Path}", "Models:Serve=room-type@2");
        for (var round = 0; mistakes.Count < Corrections; round++)
        {
            foreach (var sample in AlteredPicture.Samples)
            {
                var picture = NoisyCameras.Picture(sample, round).ToPng();
                var room = await RecognizeAsync(service, $"{sample} {round}", picture);
                var right = NoisyCameras.TypeOf(sample);
                if (room.GetProperty("roomType").GetString() != right) mistakes.Add((sample, picture));
                var feedback = await service.Client.PostAsJsonAsync("/v1/feedback", new { predictionId = room.GetProperty("predictionId").GetString(), correctRoomType = right });
                Assert.True(feedback.IsSuccessStatusCode, await feedback.Content.ReadAsStringAsync());
            }
        }

        return mistakes;
    }

    /// <summary>The share of pictures on which the new version, in a service, is right.</summary>
    private async Task<double> RightAsync(List<(string Sample, byte[] Picture)> pictures)
    {
        await using var service = await TestService.StartAsync($"Models:Source={_models.Path}", "Models:Serve=room-type@4");
        var right = 0;
        foreach (var (sample, picture) in pictures)
        {
            var room = await RecognizeAsync(service, sample, picture);
            if (room.GetProperty("scores")[0].GetProperty("label").GetString() == AlteredPicture.LabelOf(sample)) right++;
        }

        return (double)right / pictures.Count;
    }

    private async Task<double> AccuracyAsync(string model)
    {
        using var folder = NoisyCameras.LabelledSamples();
        var (exitCode, output, error) = await RunAsync("Evaluate", folder.Path, "--json", "--model", model);
        Assert.True(exitCode == 0, error);
        return JsonDocument.Parse(output).RootElement.GetProperty("accuracy").GetDouble();
    }

    private static async Task<JsonElement> RecognizeAsync(TestService service, string home, byte[] picture)
    {
        using var form = new MultipartFormDataContent { { new StringContent(home), "entity_id" }, { Samples.Body(picture, "image/png"), "image", "picture.png" } };
        var answer = await service.Client.PostAsync("/v1/recognize", form);
        return (await Samples.JsonAsync(answer)).GetProperty("rooms")[0];
    }

    private double Threshold(string version) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(_models.Path, "room-type", version, "manifest.json"))).RootElement.GetProperty("unknown").GetProperty("threshold").GetDouble();

    private static byte[] Read(TemporaryFolder models, string file) => File.ReadAllBytes(Path.Combine(models.Path, "room-type", "4", file));

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments, "--runs", "none"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["RoomType__Events__Store"], start.Environment["RoomType__Events__File"]) = ("sqlite", Store);
        start.Environment["RoomType__Models__Source"] = _models.Path;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
