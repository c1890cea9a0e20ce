using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Rendering;
using Pulumi.Engine.Values;
using Spectre.Console;

namespace Pulumi.Engine.Commands;

/// <summary>The command: runs stacks of a project and prints their plans.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, string> NoChanges = [];

    /// <summary>Exit codes: 0 done; 1 the program or its stack is at fault; 2 the command line or the configuration is.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var parsed = Arguments.Parse(arguments);
            var project = PulumiProject.Load(parsed.Project);
            var results = await Task.WhenAll(Stacks(parsed).Select((stack, i) => RunStackAsync(project, stack, i == Stacks(parsed).Length - 1 ? parsed.Config : NoChanges, parsed)));
            var failed = results.Where(result => !result.Succeeded).ToList();
            foreach (var result in failed)
                ShowFailure(result);
            if (failed.Count == 0)
                Show(parsed, results);
            return failed.Count == 0 ? 0 : 1;
        }
        catch (ProjectException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return 2;
        }
    }

    private static string[] Stacks(Arguments arguments) =>
        arguments.Diff is null ? [arguments.Stack] : [arguments.Stack, arguments.Diff];

    private static async Task<RunResult> RunStackAsync(PulumiProject project, string stack, IReadOnlyDictionary<string, string> changes, Arguments arguments) =>
        await OfflineEngine.RunAsync(new EngineOptions
        {
            Project = project.Name,
            Stack = stack,
            Mode = arguments.Mode,
            RootDirectory = project.Directory,
            WorkingDirectory = project.MainDirectory,
            Config = StackConfig.Load(project, stack, changes),
            Command = ProgramCommand(project, arguments.Program is null ? project.Binary : Path.GetFullPath(arguments.Program)),
            Timeout = arguments.Timeout,
        });

    /// <summary>The language host's ways to start a .NET program.</summary>
    private static string[] ProgramCommand(PulumiProject project, string? program) => program switch
    {
        _ when project.Runtime != "dotnet" => throw new ProjectException($"the project's runtime is '{project.Runtime}'; the offline engine runs 'dotnet' programs."),
        null => ["dotnet", "run", "--no-build"],
        _ when !File.Exists(program) => throw new ProjectException($"no program at {program}: build it first."),
        _ when program.EndsWith(".dll", StringComparison.Ordinal) => ["dotnet", program],
        _ => [program],
    };

    private static void Show(Arguments arguments, RunResult[] results)
    {
        if (arguments.Json)
        {
            var json = results is [var before, var after] ? PlanDiff.Between(before, after).ToJson() : PlanJson.Convert(results[0]);
            Console.Out.WriteLine(json.ToJsonString(PropertyJson.Indented));
            return;
        }
        var view = new PlanView(ConsoleFor(Console.Out, Console.IsOutputRedirected));
        Console.Out.WriteLine($"{(arguments.Mode == RunMode.Preview ? "Preview" : "Made-up update")} of {results[0].Project}, stack {arguments.Stack}, offline: nothing is deployed, no cloud is read.");
        Console.Out.WriteLine();
        if (results is [var from, var to])
            view.Show(PlanDiff.Between(from, to), from.Stack, to.Stack);
        else
            view.Show(results[0]);
    }

    private static void ShowFailure(RunResult result)
    {
        var console = ConsoleFor(Console.Error, Console.IsErrorRedirected);
        console.MarkupLineInterpolated($"[red]error:[/] stack {result.Stack}: the run {(result.Outcome == RunOutcome.TimedOut ? "timed out" : result.Outcome == RunOutcome.ExitedEarly ? "ended early" : "failed")}");
        foreach (var error in result.Errors.Concat(result.Logs.Where(log => log.Severity == LogSeverity.Error).Select(log => log.Message)))
            console.MarkupLineInterpolated($"  {error}");
        foreach (var (name, text) in new[] { ("standard output", result.StandardOutput), ("standard error", result.StandardError) })
        {
            if (text.Length > 0)
                console.MarkupLineInterpolated($"[grey]the program's {name}:[/]{Environment.NewLine}{text.TrimEnd()}");
        }
    }

    /// <summary>No colour and no wrapping where the output is no terminal; NO_COLOR is honoured by the console itself.</summary>
    private static IAnsiConsole ConsoleFor(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = 10_000;
        return console;
    }
}
