namespace Hosting.Tests.Processes;

/// <summary>What the published program still compiles while it starts.</summary>
[Collection(nameof(PublishedApp))]
public sealed class StartProfileTests(PublishedApp app)
{
    [Fact]
    public async Task Start_ToTheFirstAnswer_CompilesLittle()
    {
        var listing = Path.GetTempFileName();
        try
        {
            await using var process = AppProcess.StartKestrel(
                app, ("RoomType__Events__Store", "none"), ("RoomType__Http__DrainSeconds", "0"), ("DOTNET_JitStdOutFile", listing), ("DOTNET_JitDisasmSummary", "1"));
            using var client = new AppClient(await process.ReadyAsync());
            Assert.Equal(200, (await client.SendAsync(AppCalls.Recognize("kitchen_1.jpg", "start"))).Status);
            process.Signal(AppProcess.SigTerm);
            await process.ExitCodeAsync();

            var compiled = File.ReadAllLines(listing).Count(line => !line.Contains("(dynamicClass)", StringComparison.Ordinal));
            // 42 when the profile was recorded, 278 without it. A new start path is profiled with ./run profile.
            Assert.InRange(compiled, 1, 110);
        }
        finally
        {
            File.Delete(listing);
        }
    }
}
