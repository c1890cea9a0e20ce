using System.Collections.Concurrent;

namespace RoomTypes.Tests.Recognition;

/// <summary>The service as a process under load, while the registry is changed by its tool.</summary>
public sealed class HotSwapTests : IDisposable
{
    private readonly TemporaryFolder _models = Samples.CopyModels();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Promote_AndRollback_UnderLoad_FailNoRequestAndMixNoAnswers()
    {
        await using var process = await StartAsync();
        var client = process.Client;
        var (answers, versions, failures) = (new ConcurrentDictionary<(string Version, bool IsKitchen), string>(), new ConcurrentDictionary<string, int>(), new ConcurrentBag<string>());
        using var end = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++) await AskAsync(i % 2 == 0, isCached: caller % 2 == 0);
        })).ToList();

        await UntilAsync("2");
        using var floating = NewModels.Copy("1", "4");
        await DoneAsync("add", floating.Path);
        File.WriteAllText(Path.Combine(_models.Path, "gates.yaml"), "megabytes: 20");
        await DoneAsync("promote", "room-type@4", "--reason", "a test", "--gates", Path.Combine(_models.Path, "gates.yaml"), "--report", Path.Combine(_models.Path, "reports"));
        await UntilAsync("4");
        await DoneAsync("rollback", "--reason", "a test");
        await UntilAsync("2");
        await end.CancelAsync();
        await Task.WhenAll(load);

        Assert.Empty(failures);
        Assert.Equal(["2", "4"], versions.Keys.Order());
        Assert.NotEqual(answers[("2", true)], answers[("4", true)]);

        // Every answer of a version to a picture is the same, and the one that a service which never had another gives.
        async Task<string> AskAsync(bool isKitchen, bool isCached)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/recognize") { Content = Samples.Body(isKitchen ? Samples.Kitchen : Samples.Bedroom, "image/jpeg") };
            if (!isCached) request.Headers.CacheControl = new() { NoStore = true };
            using var response = await client.SendAsync(request);
            var json = await Samples.JsonAsync(response);
            if (!response.IsSuccessStatusCode)
            {
                failures.Add(json.GetRawText());
                return "";
            }

            var room = json.GetProperty("rooms")[0];
            var version = room.GetProperty("model").GetProperty("version").GetString()!;
            versions.AddOrUpdate(version, 1, (_, count) => count + 1);
            var scores = room.GetProperty("scores").GetRawText();
            if (answers.GetOrAdd((version, isKitchen), scores) != scores) failures.Add($"room-type@{version} answered {scores} and {answers[(version, isKitchen)]}");
            return version;
        }

        Task UntilAsync(string version) => RunningService.UntilAsync(async () => await AskAsync(isKitchen: true, isCached: false) == version, $"room-type@{version} does not answer.");
    }

    [Fact]
    public async Task Add_WhereMemoryHoldsNoOther_IsRefusedAndTheServiceGoesOn()
    {
        await using var process = await StartAsync(("DOTNET_GCHeapHardLimit", "0x5000000"));
        var client = process.Client;
        using var floating = NewModels.Copy("1", "4");
        await DoneAsync("add", floating.Path);
        string? refused = null;
        await RunningService.UntilAsync(
            async () =>
            {
                using var ready = await client.GetAsync("/health/ready");
                if ((await Samples.JsonAsync(ready)).TryGetProperty("refused", out var reason)) refused = reason.GetString();
                return refused is not null;
            },
            "Nothing is refused.");
        Assert.Contains("Loading 1 models beside those that run would take", refused);
        using var content = Samples.Body(Samples.Kitchen, "image/jpeg");
        using var answer = await client.PostAsync("/v1/recognize", content);
        Assert.Equal("2", (await Samples.JsonAsync(answer)).GetProperty("rooms")[0].GetProperty("model").GetProperty("version").GetString());
    }

    private Task<RunningService> StartAsync(params (string Name, string Value)[] environment) =>
        RunningService.StartAsync(["Events:Store=none", $"Models:Source={_models.Path}", "Models:RefreshSeconds=1"], environment);

    private async Task DoneAsync(params string[] arguments)
    {
        var (exitCode, _, error) = await Tool.RunAsync("Model", [.. arguments, "--models", _models.Path]);
        Assert.True(exitCode == 0, error);
    }
}
