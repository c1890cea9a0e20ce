using System.Diagnostics;
using Policies.Tests.Support;
using Pulumi.Engine.Policies;

namespace Policies.Tests.Client;

/// <summary>Packs end, whatever happens.</summary>
public sealed class PackLifeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Theory]
    [InlineData("throwing", "broken on purpose")]
    [InlineData("talkative", "its first line is 'hello' and not a port")]
    public async Task Start_BrokenPack_SaysWhyAndEnds(string pack, string reason)
    {
        var exception = await Assert.ThrowsAsync<PolicyPackException>(() => PolicyPack.StartAsync(SamplePack.Options(pack)));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("failed to start", exception.Message, StringComparison.Ordinal);
        Assert.Empty(PackProcesses.In(Repository.TestPack(pack)));
    }

    [Fact]
    public async Task Start_PackThatNeverListens_TimesOutAndEnds()
    {
        var options = SamplePack.Options("silent") with { StartTimeout = TimeSpan.FromSeconds(1) };

        var exception = await Assert.ThrowsAsync<PolicyPackException>(() => PolicyPack.StartAsync(options));

        Assert.Contains("did not start within 1 s", exception.Message, StringComparison.Ordinal);
        Assert.Empty(PackProcesses.In(options.Folder));
    }

    [Fact]
    public async Task Start_InvalidConfig_EndsThePack()
    {
        // A folder of its own, for other tests run the sample pack.
        var copy = Repository.TestPack($"copy-{Guid.NewGuid():N}");
        Directory.CreateDirectory(copy);
        try
        {
            foreach (var file in Directory.GetFiles(Repository.TestPack("sample")))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));

            await Assert.ThrowsAsync<PolicyPackException>(() => PolicyPack.StartAsync(SamplePack.Options("sample", "{}") with { Folder = copy }));

            Assert.Empty(PackProcesses.In(copy));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public async Task Start_WithoutDependencies_SaysHowToInstallThem()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "PulumiPolicy.yaml"), "runtime: nodejs");

        var exception = await Assert.ThrowsAsync<PolicyPackException>(() => PolicyPack.StartAsync(SamplePack.Options("sample") with { Folder = _folder.FullName }));

        Assert.Contains("run 'npm ci'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FolderWithoutPack_SaysSo()
    {
        var exception = await Assert.ThrowsAsync<PolicyPackException>(() => PolicyPack.StartAsync(SamplePack.Options("sample") with { Folder = _folder.FullName }));

        Assert.Contains("it has no PulumiPolicy.yaml", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndWithEngine_InputCloses_EndsTheProcess()
    {
        using var process = Process.Start(new ProcessStartInfo("node", ["--require", Path.Combine(AppContext.BaseDirectory, "end-with-engine.cjs"), "--eval", "setInterval(() => {}, 60_000); console.log('up')"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("up", await process.StandardOutput.ReadLineAsync());

        process.StandardInput.Close();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(limit.Token);
    }

    /// <summary>The preview of a program that never ends, stopped by a signal while a pack runs.</summary>
    [Theory]
    [InlineData("TERM", 130)]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public async Task Preview_Stopped_LeavesNoPack(string signal, int exitCode)
    {
        var config = Path.Combine(_folder.FullName, "config.json");
        await File.WriteAllTextAsync(config, SamplePack.LeastConfig);
        // Who starts the tests in the background makes them, and so the preview, ignore SIGINT.
        using var preview = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Repository.Assembly("Pulumi.Engine"), "preview", "dev", "--project", Repository.Root, "--program", "/bin/cat", "--policy-program", Repository.PolicyProgram, "--policy-pack", Repository.TestPack("sample"), "--policy-pack-config", config])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        IReadOnlyList<int> packs = [];
        await PackProcesses.UntilAsync(() => (packs = PackProcesses.StartedBy(preview.Id)).Count == 1, "the pack runs");

        using (var kill = Process.Start("kill", [$"-{signal}", $"{preview.Id}"]))
            await kill.WaitForExitAsync();
        await preview.WaitForExitAsync();

        Assert.Equal(exitCode, preview.ExitCode);
        await PackProcesses.UntilAsync(() => !packs.Any(PackProcesses.Lives), "the pack has ended");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
