using System.Diagnostics;

namespace Sdks.Tests.Engine;

/// <summary>How a preview from a state ends, run as a process.</summary>
public sealed class HazardExitTests : IDisposable
{
    private const string Kept = """{"deployment":{"resources":[{"urn":"urn:pulumi:dev::wire::aws:s3/bucket:Bucket::kept","custom":true,"id":"kept","protect":true}]}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public HazardExitTests()
    {
        Write("Pulumi.yaml", "name: wire\nruntime: dotnet\nconfig: { program: configured, size: { type: integer, default: 1 }, names: { type: array, items: { type: string } } }");
        Write("Pulumi.dev.yaml", "config: { names: [one] }");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, "--fail-on", "lost,stuck,down")]
    [InlineData(3, "--fail-on", "refused")]
    [InlineData(3, "--fail-on", "down,refused", "--json")]
    [InlineData(3, "--fail-on", "refused", "--markdown")]
    [InlineData(3, "--fail-on", "refused", "--destroy")]
    [InlineData(3, "--fail-on", "refused", "--destroy", "--json")]
    [InlineData(3, "--fail-on", "refused", "--destroy", "--markdown")]
    [InlineData(2, "--destroy", "--diff", "dev")]
    [InlineData(2, "--fail-on", "refused,broken")]
    public async Task Preview_OfAStackWhoseProtectedBucketIsNotInTheProgram_EndsAsAskedFor(int exitCode, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(Kept, arguments);

        Assert.True(code == exitCode, $"{code}: {output}{error}");
        Assert.True(exitCode == 2 || output.Contains("pulumi state unprotect", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Preview_FromStandardInputThatIsNoExport_EndsWith2AndSaysHowToExport()
    {
        var (code, _, error) = await RunAsync("no resources");

        Assert.Equal(2, code);
        Assert.StartsWith("error: --from - is not what `pulumi stack export --stack dev` writes:", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string state, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Programs.Assembly("Pulumi.Engine"), "preview", "dev", "--project", _folder.FullName, "--program", Programs.Assembly("Sdks.Programs"), "--from", "-", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.StandardInput.WriteAsync(state);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A wrong command line ends before it reads.
        }
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
