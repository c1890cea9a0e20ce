using System.Diagnostics;
using System.Text.Json;

namespace Sdks.Tests.Engine;

/// <summary>The command, run as a process on a project in a folder of its own.</summary>
public sealed class PreviewCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public PreviewCommandTests()
    {
        Write("Pulumi.yaml", "name: wire\nruntime: dotnet\nconfig: { program: configured, size: { type: integer, default: 1 }, names: { type: array, items: { type: string } } }");
        Write("Pulumi.dev.yaml", "config: { names: [one, two] }");
        Write("Pulumi.prod.yaml", "config: { size: 3, names: [two, three] }");
    }

    [Fact]
    public async Task Preview_Stack_PrintsTreeAndCounts()
    {
        var (exitCode, output, error) = await RunAsync("preview", "dev");

        Assert.Equal(("", 0), (error, exitCode));
        Assert.Equal(
            """
            Preview of wire, stack dev, offline: nothing is deployed, no cloud is read.

            wire-dev  pulumi:pulumi:Stack
            ├── group  test:index:Group
            │   └── sized-dev  test:index:Thing
            │           count: 1
            │           text: {a: same, b: [1, 2]}
            ├── one  test:index:Thing
            │       text: [secret]
            └── two  test:index:Thing
                    text: [secret]

            3 to create, 0 to import, 0 to read; 1 component, 0 providers, 0 function calls
            by package: test 3

            """,
            Trimmed(output));
    }

    [Fact]
    public async Task Preview_Destroy_PrintsWhatGoes()
    {
        var (exitCode, output, error) = await RunAsync("preview", "dev", "--destroy");

        Assert.Equal(("", 0), (error, exitCode));
        Assert.StartsWith("Preview of the end of wire, stack dev, offline: nothing is deleted, no cloud is read.", output, StringComparison.Ordinal);
        Assert.Equal(
            ["-  delete one  test:index:Thing", "-  delete sized-dev  test:index:Thing", "-  delete two  test:index:Thing"],
            Trimmed(output).Split('\n').Where(line => line.StartsWith("-  ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("3 delete", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:key:b  test:index:Thing", "preview", "odd")]
    [InlineData("+ a:key:b  test:index:Thing", "preview", "dev", "--diff", "odd")]
    public async Task Preview_NameWithColons_IsShownAsItIs(string line, params string[] arguments)
    {
        Write("Pulumi.odd.yaml", "config: { names: ['a:key:b'] }");

        var (_, output, _) = await RunAsync(arguments);

        Assert.Contains(line, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_DiffWithConfig_ChangesTheOtherStackOnly()
    {
        var (exitCode, output, _) = await RunAsync("preview", "dev", "--diff", "dev", "--config", "size=2");

        Assert.Equal(0, exitCode);
        Assert.Contains("count: 1 => 2", output, StringComparison.Ordinal);
        Assert.Contains("1 changed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_Diff_ShowsResourcesAndProperties()
    {
        var (exitCode, output, _) = await RunAsync("preview", "dev", "--diff", "prod");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            Preview of wire, stack dev, offline: nothing is deployed, no cloud is read.

            From dev to prod:
            - one  test:index:Thing
            + three  test:index:Thing
            ~ sized-prod  test:index:Thing
                count: 1 => 3
            1 added, 1 removed, 1 changed, 2 the same

            """,
            Trimmed(output));
    }

    [Fact]
    public async Task Preview_DiffAsJson_ShowsTheSame()
    {
        var (_, output, _) = await RunAsync("preview", "dev", "--diff", "prod", "--json");

        using var diff = JsonDocument.Parse(output);
        Assert.Equal(["urn:pulumi:prod::wire::test:index:Thing::three"], diff.RootElement.GetProperty("added").EnumerateArray().Select(urn => urn.GetString()));
        var change = Assert.Single(diff.RootElement.GetProperty("changed").EnumerateArray());
        Assert.Equal("""[{"path":"count","before":"1","after":"3"}]""", JsonSerializer.Serialize(change.GetProperty("properties")));
        Assert.Equal(2, diff.RootElement.GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task Preview_Json_IsTheWholePlan()
    {
        var (exitCode, output, _) = await RunAsync("preview", "prod", "--json", "--update");

        Assert.Equal(0, exitCode);
        using var plan = JsonDocument.Parse(output);
        Assert.Equal("update", plan.RootElement.GetProperty("mode").GetString());
        var sized = Assert.Single(plan.RootElement.GetProperty("resources").EnumerateArray(), resource => resource.GetProperty("name").GetString() == "sized-prod");
        Assert.Equal("urn:pulumi:prod::wire::test:index:Group$test:index:Thing::sized-prod", sized.GetProperty("urn").GetString());
        Assert.Equal(3, sized.GetProperty("inputs").GetProperty("count").GetInt32());
        Assert.Matches("^sized-prod-[0-9a-f]{8}$", sized.GetProperty("id").GetString());
        Assert.DoesNotContain("three\"", string.Concat(plan.RootElement.GetProperty("resources").EnumerateArray().Select(resource => resource.GetProperty("inputs").ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_AskedForHelp_TellsItsOptions()
    {
        var (exitCode, output, error) = await RunAsync("preview", "--help");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("usage: preview STACK", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no stack named 'test' found: there is no Pulumi.test.yaml; the stacks are 'dev' and 'prod'.", "preview", "test")]
    [InlineData("unknown option '--jsno'", "preview", "dev", "--jsno")]
    [InlineData("unknown command 'up'", "up", "dev")]
    [InlineData("expected one stack, got 0", "preview")]
    [InlineData("--diff needs a value", "preview", "dev", "--diff")]
    [InlineData("--timeout 0: expected seconds", "preview", "dev", "--timeout", "0")]
    [InlineData("no program at ", "preview", "dev", "--program", "nowhere.dll")]
    public async Task Command_Wrong_SaysHowAndExitsWith2(string message, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"error: {message}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_ProgramFails_ShowsItsErrorsAndExitsWith1()
    {
        Write("Pulumi.bad.yaml", "config: { program: throw, names: [] }");

        var (exitCode, output, error) = await RunAsync("preview", "bad");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("error: stack bad: the run failed", error, StringComparison.Ordinal);
        Assert.Contains("thrown by the program", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_ProjectOfAnotherLanguage_IsRefused()
    {
        Write("Pulumi.yaml", "name: wire\nruntime: nodejs");

        var (exitCode, _, error) = await RunAsync("preview", "dev");

        Assert.Equal((2, "error: the project's runtime is 'nodejs'; the offline engine runs 'dotnet' programs."), (exitCode, error.Trim()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        string[] program = arguments.Contains("--program") ? [] : ["--program", Programs.Assembly("Sdks.Programs")];
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Programs.Assembly("Pulumi.Engine"), arguments[0], "--project", _folder.FullName, .. program, .. arguments[1..]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The tree fills its lines with spaces.</summary>
    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
