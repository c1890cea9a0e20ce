using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RoomTypes.Http;

namespace RoomTypes.Tests.ModelTool;

/// <summary>The shipped gates on the shipped models and pictures, as a process.</summary>
public sealed class PromoteCommandTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public PromoteCommandTests()
    {
        Copy(Samples.ModelsFolder, "models");
        Copy(Path.Combine(Samples.Folder, "samples"), "tests/Fixtures/samples");
        File.Copy(Path.Combine(Samples.Folder, "golden.json"), Path.Combine(_root.Path, "tests/Fixtures/golden.json"));
    }

    private string Models => Path.Combine(_root.Path, "models");

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Promote_TheChallenger_PassesEveryGateAndKeepsWhatWasMeasured()
    {
        var (exitCode, output, error) = await RunAsync("room-type@challenger", "--by", "ada", "--reason", "better in the dark");
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("room-type@3 is in stage production as champion", output);
        Assert.Equal(["champion 3", "previous 2"], NewModels.Aliases(Models));
        var entry = NewModels.Registry(Models)["models"]![2]!;
        Assert.Equal(("ada", "better in the dark", null), ((string?)entry["approvals"]![0]!["by"], (string?)entry["approvals"]![0]!["reason"], entry["approvals"]![0]!["override"]));
        Assert.Equal(["accuracy", "blur", "crop", "dark", "ece", "nll", "noise", "rotation"], entry["metrics"]!["samples"]!.AsObject().Select(metric => metric.Key).Order(StringComparer.Ordinal));

        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_root.Path, "reports/room-type-3.json")));
        Assert.True(report.RootElement.GetProperty("passed").GetBoolean());
        Assert.Contains("| accuracy under blur | samples |", File.ReadAllText(Path.Combine(_root.Path, "reports/room-type-3.md")));
    }

    [Fact]
    public async Task Promote_AVersionThatIsTooLarge_IsRefusedByHowMuchUnlessOverridden()
    {
        var (exitCode, output, error) = await RunAsync("room-type@1", "--json");
        Assert.Equal(1, exitCode);
        Assert.Contains("room-type@1 is not promoted", error);
        var size = JsonDocument.Parse(output).RootElement.GetProperty("gates")[0];
        Assert.Equal(("size in MB", 8, false, 5.454425), (size.GetProperty("gate").GetString(), size.GetProperty("atMost").GetDouble(), size.GetProperty("passed").GetBoolean(), size.GetProperty("missedBy").GetDouble()));
        Assert.Contains("| size in MB |  | 13.4544 | at most 8 | **failed** by 5.4544 |", File.ReadAllText(Path.Combine(_root.Path, "reports/room-type-1.md")));
        Assert.Equal(["challenger 3", "champion 2"], NewModels.Aliases(Models));

        (exitCode, _, error) = await RunAsync("room-type@1", "--override", "the int8 kernels are wrong");
        Assert.True(exitCode == 0, error);
        var approval = NewModels.Registry(Models)["models"]![0]!["approvals"]![0]!;
        Assert.True((bool)approval["override"]!);
        Assert.StartsWith("the int8 kernels are wrong (failed: size in MB", (string?)approval["reason"]);
    }

    [Theory]
    [InlineData("accuracy: 0.94", "accuracy: 94", "dataSets.samples.accuracy is 94; allowed is 0 to 1")]
    [InlineData("accuracy: 0.94", "acuracy: 0.94", "acuracy")]
    [InlineData("blur: 0.7", "fog: 0.7", "dataSets.samples.robustness.fog is no corruption; allowed are blur, noise, dark, rotation, crop")]
    [InlineData("megabytes: 8", "megabytes: 0", "megabytes is 0; allowed is a number over 0")]
    [InlineData("../tests/Fixtures/samples", "../tests/nowhere", "does not exist")]
    public async Task Promote_ByGatesThatCannotBe_SaysWhyAndChangesNothing(string old, string @new, string expected)
    {
        _root.Replace("models/gates.yaml", old, @new);
        var before = File.ReadAllBytes(Path.Combine(Models, "registry.json"));
        var (exitCode, _, error) = await RunAsync("room-type@3");
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error.ReplaceLineEndings(" "));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Models, "registry.json")));
    }

    [Fact]
    public async Task Promote_ByAnExperiment_NeedsItsVerdictForThatVersion()
    {
        await using var service = await TestService.StartAsync("Experiments:Source=local", "Events:Store=sqlite", $"Events:File={_root.Path}/events.db");
        const string Experiment = "hardened-against-production";
        var (exitCode, _, error) = await RunAsync("room-type@3", "--experiment", Experiment, "--url", service.Address.ToString());
        Assert.Equal(1, exitCode);
        Assert.Contains("hardened-against-production says not-yet", error.ReplaceLineEndings(" "));

        // The same service, had it come to a verdict.
        var experiments = await service.Client.GetStringAsync("/v1/experiments");
        var results = JsonSerializer.Deserialize(await service.Client.GetStringAsync($"/v1/experiments/{Experiment}/results"), ExperimentResultsJson.Default.ExperimentResults)!
            with
        { Verdict = "better", VerdictVariation = "hardened" };
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        await using var decided = builder.Build();
        decided.MapGet("/v1/experiments", () => Results.Text(experiments, "application/json"));
        decided.MapGet("/v1/experiments/{name}/results", () => Results.Text(JsonSerializer.Serialize(results, ExperimentResultsJson.Default.ExperimentResults), "application/json"));
        await decided.StartAsync();

        (exitCode, _, error) = await RunAsync("room-type@1", "--experiment", Experiment, "--url", decided.Urls.Single());
        Assert.Equal(1, exitCode);
        Assert.Contains("the winner of hardened-against-production is room-type@3", error.ReplaceLineEndings(" "));
        (exitCode, _, error) = await RunAsync("room-type@3", "--experiment", Experiment, "--url", decided.Urls.Single());
        Assert.True(exitCode == 0, error);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => Tool.RunAsync(
        "Model", ["promote", .. arguments, "--models", Models, "--gates", Path.Combine(Models, "gates.yaml"), "--report", Path.Combine(_root.Path, "reports")]);

    private void Copy(string folder, string target)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_root.Path, target, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
