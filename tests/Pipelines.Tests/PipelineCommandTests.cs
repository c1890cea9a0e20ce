using System.Text.Json;

namespace RoomTypes.Tests;

/// <summary>./run pipeline by real processes, on rendered rooms.</summary>
public sealed class PipelineCommandTests : IAsyncLifetime
{
    // Two steps, of which the second takes some seconds.
    private const string Short = """
        name: short
        parameters:
          data: { meaning: pictures }
          model: { meaning: the model, default: room-type@2 }
        steps:
          - name: validate
            run: [validate, "{data}/data.jsonl"]
            inputs: ["{data}"]
            timeout: 5m
          - name: evaluate
            run: [evaluate, "{data}/test", --model, "{model}", --runs, none]
            inputs: ["{data}/test"]
            after: [validate]
            timeout: 5m
            retries: 1
            retryAfter: 1s
        """;

    private Rooms _rooms = null!;

    private string[] Shorter => ["--file", Written("short.yaml", Short), "--set", $"data={_rooms.Data}"];

    public async Task InitializeAsync() => _rooms = await Rooms.MakeAsync();

    public Task DisposeAsync()
    {
        _rooms.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Pipeline_KilledInTheMiddle_EndsItsStepAndGoesOnWithoutWhatIsDone()
    {
        using (var killed = Start(Shorter))
        {
            await killed.UntilAsync("evaluate", "running");
            killed.Kill();
            await killed.EndAsync();
        }

        await UntilGoneAsync();
        // What a kill leaves of a line is none.
        File.AppendAllText(Assert.Single(PipelineProcess.Journals(_rooms.State)), """{"time":"2026-11-29T1""");
        var (exitCode, output, error) = await RunAsync(Shorter);

        Assert.True(exitCode == 0, output + error);
        Assert.Contains("goes on", error);
        Assert.Contains("validate: done before", error);
        Assert.Equal(
            [(null, "begun"), ("validate", "running"), ("validate", "done"), ("evaluate", "running"), ("evaluate", "running"), ("evaluate", "done")],
            PipelineProcess.Entries(_rooms.State));
    }

    [Fact]
    public async Task Pipeline_OnInputsThatAreWhatTheyWere_LeavesStepsOutAndElseDoesThem()
    {
        Assert.Equal(0, (await RunAsync(Shorter)).ExitCode);
        var (exitCode, output, _) = await RunAsync([.. Shorter, "--json"]);
        Assert.Equal(0, exitCode);
        Assert.Equal(["unchanged", "unchanged"], Statuses(output));

        File.WriteAllText(Path.Combine(_rooms.Data, "notes.txt"), "a file more");
        (_, output, _) = await RunAsync([.. Shorter, "--plan", "--json"]);
        Assert.Equal(["to do", "unchanged since "], Plans(output).Select(plan => plan[..Math.Min(16, plan.Length)]));
        (_, output, _) = await RunAsync([.. Shorter, "--json"]);
        Assert.Equal(["done", "unchanged"], Statuses(output));

        // Another value is another command.
        (_, output, _) = await RunAsync([.. Shorter, "--set", "model=room-type@3", "--json"]);
        Assert.Equal(["unchanged", "done"], Statuses(output));
        (_, output, _) = await RunAsync([.. Shorter, "--set", "model=room-type@3", "--from", "evaluate", "--json"]);
        Assert.Equal(["unchanged", "done"], Statuses(output));
    }

    [Fact]
    public async Task Pipeline_WhoseDataChangesBeforeItGoesOn_DoesAllAgainThatWasAboutTheOther()
    {
        string[] unknown = [.. Shorter, "--set", "model=room-type@9", "--json"];
        Assert.Equal(1, (await RunAsync(unknown)).ExitCode);
        File.WriteAllText(Path.Combine(_rooms.Data, "notes.txt"), "a file more");
        await RunAsync(unknown);

        Assert.Equal(
            [("validate", "running"), ("validate", "done"), ("validate", "open"), ("validate", "running"), ("validate", "done")],
            PipelineProcess.Entries(_rooms.State).Where(entry => entry.Step == "validate"));
    }

    [Fact]
    public async Task Pipeline_WhoseStepFails_TriesItAgainSaysWhyAndStopsThere()
    {
        var (exitCode, output, error) = await RunAsync([.. Shorter, "--set", "model=room-type@9", "--json"]);

        Assert.Equal(1, exitCode);
        Assert.Equal(["done", "failed"], Statuses(output));
        Assert.Equal(2, PipelineProcess.Entries(_rooms.State).Count(entry => entry == ("evaluate", "failed")));
        Assert.Contains("evaluate: tried again in 1.0 s (1 of 1)", error);
        Assert.Contains("room-type@9", error);
        var log = Path.Combine(Path.GetDirectoryName(PipelineProcess.Journals(_rooms.State)[0])!, "evaluate.log");
        Assert.Contains("room-type@9", File.ReadAllText(log));
    }

    [Fact]
    public async Task Pipeline_WhoseStepTakesTooLong_EndsIt()
    {
        var file = Written("slow.yaml", """
            name: slow
            parameters: { models: { meaning: the registry } }
            steps:
              - name: wait
                run: [shadow, nobody, --model, room-type@3, --from, "{models}"]
                timeout: 3s
            """);
        var (exitCode, _, error) = await RunAsync("--file", file, "--set", $"models={_rooms.Models}");

        Assert.Equal(1, exitCode);
        Assert.Contains("wait: it took longer than 3.0 s", error);
        await UntilGoneAsync();
    }

    [Fact]
    public async Task Pipeline_InterruptedWhileItWaits_IsApprovedAndGoesOn()
    {
        var file = Written("ask.yaml", """
            name: ask
            steps:
              - name: decide
                meaning: somebody says yes
                approval: { remind: 1h }
                timeout: 1d
            """);
        using (var waiting = Start("--file", file))
        {
            await waiting.UntilAsync("decide", "waiting");
            waiting.Interrupt();
            Assert.Equal(130, (await waiting.EndAsync()).ExitCode);
        }

        var id = Path.GetFileName(Path.GetDirectoryName(Assert.Single(PipelineProcess.Journals(_rooms.State))))!;
        Assert.Equal([(null, "begun"), ("decide", "waiting"), ("decide", "interrupted")], PipelineProcess.Entries(_rooms.State));
        Assert.Equal(3, (await RunAsync("--file", file, "--no-wait")).ExitCode);
        Assert.Contains("has " + id, (await RunAsync("approve", "nobody", "--reason", "x")).Error);
        Assert.Equal(0, (await RunAsync("approve", id, "--reason", "measured", "--by", "ada")).ExitCode);
        Assert.Contains("Somebody has decided", (await RunAsync("approve", id, "--reason", "no", "--refuse")).Error);
        var (exitCode, output, _) = await RunAsync("--file", file);
        Assert.Equal(0, exitCode);
        Assert.Contains("ada: measured", output);
        Assert.Contains("waits for nobody", (await RunAsync("approve", id, "--reason", "again")).Error);
    }

    [Fact]
    public async Task Pipeline_ThatIsRefused_EndsAndTheNextOneBeginsAnew()
    {
        var file = Written("ask.yaml", "name: ask\nsteps: [{ name: decide, approval: { remind: 1h }, timeout: 1d }]\n");
        Assert.Equal(3, (await RunAsync("--file", file, "--no-wait")).ExitCode);
        var id = Path.GetFileName(Path.GetDirectoryName(PipelineProcess.Journals(_rooms.State)[0]))!;
        Assert.Equal(0, (await RunAsync("approve", id, "--reason", "worse in the dark", "--refuse")).ExitCode);
        var (exitCode, output, _) = await RunAsync("--file", file, "--json");
        Assert.Equal(1, exitCode);
        Assert.Equal(["refused"], Statuses(output));
        Assert.Equal(3, (await RunAsync("--file", file, "--no-wait")).ExitCode);
        Assert.Equal(2, PipelineProcess.Journals(_rooms.State).Count);
    }

    [Fact]
    public async Task Pipeline_WithWhatIsNotThere_SaysWhatIsMissingAndHowToGiveIt()
    {
        var (exitCode, _, error) = await RunAsync("--set", "date=x");
        Assert.Equal(2, exitCode);
        Assert.Contains("--set is 'date=x'; allowed is NAME=VALUE with one of data, from, model", error);
        (exitCode, _, error) = await RunAsync();
        Assert.Equal(2, exitCode);
        Assert.Contains("data is missing: a folder with data.jsonl", error);
        (exitCode, _, error) = await RunAsync("--set", "data=nowhere");
        Assert.Equal(2, exitCode);
        Assert.Contains("The step 'validate' reads 'nowhere', and there is no such file or folder: give another with --set data=VALUE.", error);
        (exitCode, _, error) = await RunAsync([.. Shorter, "--from", "evaluate"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("--from is 'evaluate', but there is no run", error);
        Assert.False(Directory.Exists(_rooms.State));
    }

    [Fact]
    public async Task Graph_OfTheLatestRun_TellsWhatBecameOfItsSteps()
    {
        Assert.DoesNotContain("done", (await RunAsync([.. Shorter, "--graph"])).Output);
        await RunAsync(Shorter);
        Assert.Equal("validate  done\nevaluate  done  after validate\n", (await RunAsync([.. Shorter, "--graph", "text"])).Output);
        var (exitCode, _, error) = await RunAsync([.. Shorter, "--graph", "svg"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("--graph is 'svg'; allowed are mermaid and text.", error);
    }

    private static IReadOnlyList<string> Statuses(string report) => [.. Steps(report).Select(step => step.GetProperty("status").GetString()!)];

    private static List<JsonElement> Steps(string report)
    {
        using var document = JsonDocument.Parse(report);
        return [.. document.RootElement.Clone().GetProperty("steps").EnumerateArray()];
    }

    private static IReadOnlyList<string> Plans(string plan)
    {
        using var document = JsonDocument.Parse(plan);
        return [.. document.RootElement.EnumerateArray().Select(step => step.GetProperty("plan").GetString()!)];
    }

    /// <summary>Waits until no process works on this test's folder.</summary>
    private async Task UntilGoneAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (PipelineProcess.CountOf(_rooms.Folder) > 0) await Task.Delay(20, limit.Token);
    }

    private string Written(string name, string yaml)
    {
        var file = Path.Combine(_rooms.Folder, name);
        File.WriteAllText(file, yaml);
        return file;
    }

    private PipelineProcess Start(params string[] arguments) => PipelineProcess.Start(_rooms.State, _rooms.Environment, arguments);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.EndAsync();
    }
}
