namespace RoomTypes.Tests;

/// <summary>Steps as the image runs them: data, registry and work are in S3.</summary>
public sealed class FetchedDataTests : IAsyncLifetime
{
    private Rooms _rooms = null!;
    private MemoryS3 _s3 = null!;

    public async Task InitializeAsync()
    {
        _rooms = await Rooms.MakeAsync();
        _s3 = await MemoryS3.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _s3.DisposeAsync();
        _rooms.Dispose();
    }

    [Fact]
    public async Task Step_OnDataInS3_ReadsItsManifestAndWhatLiesBesideIt()
    {
        _s3.PutFolder(_rooms.Data, "rooms/pipeline/data");
        var (exitCode, output, error) = await RunAsync("validate", "s3://rooms/pipeline/data/data.jsonl", "--json");
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("\"pictures\":18", output.Replace(" ", "", StringComparison.Ordinal));

        _s3.Objects.TryRemove("rooms/pipeline/data/test/kitchen/kitchen_1.jpg", out _);
        (exitCode, output, _) = await RunAsync("validate", "s3://rooms/pipeline/data/data.jsonl", "--json");
        Assert.Equal(1, exitCode);
        Assert.Contains("missing", output);
    }

    [Fact]
    public async Task Step_WithNothingThere_SaysHowToPutIt()
    {
        var (exitCode, _, error) = await RunAsync("evaluate", "s3://rooms/nowhere/test");
        Assert.Equal(2, exitCode);
        Assert.Contains("There is nothing below s3://rooms/nowhere/test. Copy it there: aws s3 sync FOLDER s3://rooms/nowhere/test", error);
    }

    [Fact]
    public async Task Register_FromOneRegistryOfS3ToAnother_TakesTheVersionOverOnce()
    {
        _s3.PutFolder(_rooms.Models, "rooms/made/version");
        foreach (var time in new[] { "is in stage candidate as challenger", "is registered already" })
        {
            var (exitCode, output, error) = await RunAsync("register", "room-type@3", "--from", "s3://rooms/made/version", "--models", "s3://rooms/models");
            Assert.True(exitCode == 0, output + error);
            Assert.Contains($"room-type@3 {time}", output);
        }

        Assert.Contains("rooms/models/room-type/3/model.onnx", _s3.Objects.Keys);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = PipelineProcess.StartStep(new Dictionary<string, string> { ["RoomType__Storage__Endpoint"] = _s3.Address, ["RoomType__Storage__ForcePathStyle"] = "true" }, arguments);
        return await process.EndAsync();
    }
}
