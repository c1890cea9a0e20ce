using System.Text.Json;

namespace RoomTypes.Tests.ModelTool;

/// <summary>The command as a process, on a copy of the shipped registry.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly TemporaryFolder _models = Samples.CopyModels();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task List_TheShippedRegistry_NamesStagesAndAliases()
    {
        var (exitCode, output, _) = await RunAsync("list", "--json");
        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["room-type@1 reference ", "room-type@2 production champion", "room-type@3 candidate challenger"],
            JsonDocument.Parse(output).RootElement.GetProperty("models").EnumerateArray().Select(model =>
                $"{model.GetProperty("model")} {model.GetProperty("stage")} {string.Join(",", model.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()))}"));

        (exitCode, output, _) = await RunAsync("list");
        Assert.Equal(0, exitCode);
        Assert.Contains("room-type@3", output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Life_OfAVersion_FromItsRegistrationToItsArchive()
    {
        using var folder = NewModels.Copy("3", "4");
        var (secret, open) = NewModels.Keys(folder);
        Assert.Equal("room-type@4 is in stage candidate as challenger.", await DoneAsync("add", folder.Path, "--key", secret));
        Assert.Contains("\"parent\": \"room-type@1\"", await DoneAsync("show", "room-type@challenger", "--json"));
        Assert.Contains("\"to\": \"room-type@1\"", await DoneAsync("diff", "room-type@1", "room-type@4", "--json"));
        Assert.Equal("room-type@4 is in stage candidate as challenger, nightly.", await DoneAsync("alias", "room-type@4", "nightly"));
        Assert.Equal((1, true), await VerifyAsync("--public-key", open));
        foreach (var version in new[] { "1", "2", "3" }) await DoneAsync("sign", $"room-type@{version}", "--key", secret);
        Assert.Equal((0, false), await VerifyAsync("--public-key", open));
        Assert.Equal("room-type@3 is in stage archived.", await DoneAsync("archive", "room-type@3", "--by", "ada", "--reason", "4 is better"));
        Assert.Equal("room-type@3 is in stage reference.", await DoneAsync("archive", "room-type@3", "--undo"));
        Assert.Contains("4 is better", await DoneAsync("show", "room-type@3"));
    }

    [Fact]
    public async Task Verify_AChangedModelCardOrManifest_NamesIt()
    {
        File.AppendAllText(Path.Combine(_models.Path, "room-type/1/MODEL_CARD.md"), "\n");
        File.AppendAllText(Path.Combine(_models.Path, "room-type/2/manifest.json"), "\n");
        File.WriteAllBytes(Path.Combine(_models.Path, "room-type/3/model.onnx"), [1, 2, 3]);
        var (exitCode, output, _) = await RunAsync("verify", "--json");
        Assert.Equal(1, exitCode);
        var results = JsonDocument.Parse(output).RootElement;
        Assert.Contains("room-type/1/MODEL_CARD.md", results.GetProperty("room-type@1").GetString());
        Assert.Contains("room-type/2/manifest.json", results.GetProperty("room-type@2").GetString());
        Assert.Contains("model.onnx", results.GetProperty("room-type@3").GetString());
    }

    [Theory]
    [InlineData(1, "room-type has no previous version", "rollback")]
    [InlineData(1, "room-type@2 is in stage production, which archived may not follow", "archive", "room-type@champion")]
    [InlineData(1, "The registry has no room-type@9", "show", "room-type@9")]
    [InlineData(1, "'Room!' is no model; allowed is name@version or name@alias", "show", "Room!")]
    [InlineData(1, "Name one of --key FILE", "sign", "room-type@2")]
    [InlineData(1, "holds no model to register", "add", "nowhere")]
    public async Task Command_ThatIsNotAllowed_SaysWhyAndEndsWithItsCode(int code, string expected, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.Equal((code, ""), (exitCode, output));
        Assert.Contains(expected, error.ReplaceLineEndings(" "));
    }

    private async Task<(int ExitCode, bool IsUnsigned)> VerifyAsync(params string[] arguments)
    {
        var (exitCode, output, _) = await RunAsync(["verify", .. arguments]);
        return (exitCode, output.Contains("is not signed", StringComparison.Ordinal));
    }

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.True(exitCode == 0, error);
        return output.Trim();
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => Tool.RunAsync("Model", [.. arguments, "--models", _models.Path]);
}
