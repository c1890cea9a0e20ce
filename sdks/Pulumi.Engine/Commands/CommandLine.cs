using Pulumi.Engine.Policies;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Rendering;
using Pulumi.Engine.Values;
using Rendering;
using Spectre.Console;

namespace Pulumi.Engine.Commands;

/// <summary>The command: runs stacks of a project and prints their plans.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, string> NoChanges = [];

    /// <summary>
    /// Exit codes: 0 done; 1 the program or its stack is at fault, or a mandatory policy violated; 2 the command line, the
    /// configuration or a policy pack is; 130 stopped by a signal.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var signals = new StopSignals();
        try
        {
            var parsed = Arguments.Parse(arguments);
            return await PreviewAsync(PulumiProject.Load(parsed.Project), parsed, signals.Token);
        }
        catch (Exception e) when (e is ProjectException or PolicyPackException)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return 2;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private static async Task<int> PreviewAsync(PulumiProject project, Arguments arguments, CancellationToken cancellation)
    {
        await using var policies = PolicyStage.Begin(project, arguments, cancellation);
        var results = await Task.WhenAll(Stacks(arguments).Select((stack, i) =>
            RunStackAsync(project, stack, i == Stacks(arguments).Length - 1 ? arguments.Config : NoChanges, arguments, cancellation)));
        var failed = results.Where(result => !result.Succeeded).ToList();
        foreach (var result in failed)
            ShowFailure(result);
        if (failed.Count > 0)
            return 1;
        var review = policies is null ? null : await policies.ReviewAsync(results[0]);
        Show(arguments, results, review);
        return review is null or { Passed: true } ? 0 : 1;
    }

    private static string[] Stacks(Arguments arguments) =>
        arguments.Diff is null ? [arguments.Stack] : [arguments.Stack, arguments.Diff];

    private static async Task<RunResult> RunStackAsync(
        PulumiProject project, string stack, IReadOnlyDictionary<string, string> changes, Arguments arguments, CancellationToken cancellation) =>
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
        }, cancellation);

    /// <summary>The language host's ways to start a .NET program.</summary>
    private static string[] ProgramCommand(PulumiProject project, string? program) => program switch
    {
        _ when project.Runtime != "dotnet" => throw new ProjectException($"the project's runtime is '{project.Runtime}'; the offline engine runs 'dotnet' programs."),
        null => ["dotnet", "run", "--no-build"],
        _ when !File.Exists(program) => throw new ProjectException($"no program at {program}: build it first."),
        _ when program.EndsWith(".dll", StringComparison.Ordinal) => ["dotnet", program],
        _ => [program],
    };

    private static void Show(Arguments arguments, RunResult[] results, PolicyReview? review)
    {
        if (arguments.Json)
        {
            var json = results is [var before, var after] ? PlanDiff.Between(before, after).ToJson() : PlanJson.Convert(results[0], review);
            Console.Out.WriteLine(json.ToJsonString(PropertyJson.Indented));
            return;
        }
        var view = new PlanView(ConsoleFor(Console.Out, Console.IsOutputRedirected));
        Console.Out.WriteLine($"{(arguments.Mode == RunMode.Preview ? "Preview" : "Made-up update")} of {results[0].Project}, stack {arguments.Stack}, offline: nothing is deployed, no cloud is read.");
        Console.Out.WriteLine();
        if (results is [var from, var to])
            view.Show(PlanDiff.Between(from, to), from.Stack, to.Stack);
        else
            view.Show(results[0], review);
    }

    private static void ShowFailure(RunResult result)
    {
        var console = ConsoleFor(Console.Error, Console.IsErrorRedirected);
        console.WritePlainLine($"[red]error:[/] stack {result.Stack}: the run {(result.Outcome == RunOutcome.TimedOut ? "timed out" : result.Outcome == RunOutcome.ExitedEarly ? "ended early" : "failed")}");
        foreach (var error in result.Errors.Concat(result.Logs.Where(log => log.Severity == LogSeverity.Error).Select(log => log.Message)))
            console.WritePlainLine($"  {error}");
        foreach (var (name, text) in new[] { ("standard output", result.StandardOutput), ("standard error", result.StandardError) })
        {
            if (text.Length > 0)
                console.WritePlainLine($"[grey]the program's {name}:[/]{Environment.NewLine}{text.TrimEnd()}");
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
