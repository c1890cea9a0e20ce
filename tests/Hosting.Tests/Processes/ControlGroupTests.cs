namespace Hosting.Tests.Processes;

/// <summary>The published program within a container's limits.</summary>
[Collection(nameof(PublishedApp))]
public sealed class ControlGroupTests(PublishedApp app)
{
    [ControlGroupFact]
    public async Task Limits_OfOneCoreAnd200Megabytes_MakeOneWorkerThatLivesWithinThem()
    {
        using var group = new ControlGroup(cores: 1, bytes: 200 << 20);
        await using var process = AppProcess.StartWithin(group, app);
        using var client = new AppClient(await process.ReadyAsync());

        for (var i = 0; i < 100; i++) Assert.Equal(200, (await client.SendAsync(AppCalls.Recognize("kitchen_1.jpg", "limited"))).Status);

        Assert.Contains("on 1 workers", await process.LineAsync("Ready after"));
        process.Signal(AppProcess.SigTerm);
        Assert.Equal(0, await process.ExitCodeAsync());
    }
}
