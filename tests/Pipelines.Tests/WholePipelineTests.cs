using System.Text.Json.Nodes;

namespace RoomTypes.Tests;

/// <summary>The shipped pipeline from pictures to a new champion, with real models.</summary>
public sealed class WholePipelineTests : IAsyncLifetime
{
    private Rooms _rooms = null!;

    public async Task InitializeAsync() => _rooms = await Rooms.MakeAsync(noisy: true);

    public Task DisposeAsync()
    {
        _rooms.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Pipeline_FromPicturesOfBadCameras_MakesTheVersionThatIsApprovedTheChampion()
    {
        var (exitCode, output, error) = await RunAsync([.. _rooms.Parameters, "--no-wait", "--json"]);
        Assert.True(exitCode == 3, output + error);
        Assert.Equal(["done", "done", "done", "done", "left out", "waiting", "open"], JsonNode.Parse(output)!["steps"]!.AsArray().Select(step => (string?)step!["status"]));
        Assert.Equal(("4", "2"), (_rooms.Version("challenger"), _rooms.Version("champion") ?? "2"));

        Assert.Equal(0, (await RunAsync("approve", (string)JsonNode.Parse(output)!["run"]!, "--by", "ada", "--reason", "better where cameras are bad")).ExitCode);
        (exitCode, output, error) = await RunAsync(_rooms.Parameters);
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("register: done before", error);
        Assert.Equal(("4", "2", null), (_rooms.Version("champion"), _rooms.Version("previous"), _rooms.Version("challenger")));
        var approval = JsonNode.Parse(File.ReadAllText(Path.Combine(_rooms.Models, "registry.json")))!["models"]![3]!["approvals"]![0]!;
        Assert.Equal(("ada", "better where cameras are bad"), ((string?)approval["by"], (string?)approval["reason"]));
        Assert.True(File.Exists(Path.Combine(_rooms.Folder, "reports/room-type-4.json")));

        // A kill between a change of the registry and the journal's line: the step is done again, and finds it done.
        (exitCode, output, error) = await RunAsync([.. _rooms.Parameters, "--from", "promote"]);
        Assert.True(exitCode == 0, output + error);
        Assert.Equal("4", _rooms.Version("champion"));
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = PipelineProcess.Start(_rooms.State, _rooms.Environment, arguments);
        return await process.EndAsync();
    }
}
