using System.Text.Json.Nodes;
using Pulumi.Engine.Policies;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Rendering;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;
using Rendering;
using Spectre.Console;

namespace Pulumi.Engine.Commands;

/// <summary>What a preview has come to.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Config">Its configuration, by key with namespace.</param>
/// <param name="Before">What is there before, or what --diff starts from; null where nothing is known of it.</param>
/// <param name="After">What the program wants; nothing with --destroy.</param>
/// <param name="Markdown">Whether it is told as Markdown.</param>
public sealed record Previewed(string Stack, IReadOnlyDictionary<string, string> Config, StackState? Before, StackState After, bool Markdown);

/// <summary>The command: runs stacks of a project and prints their plans.</summary>
public static class CommandLine
{
    private const int HazardFound = 3;

    /// <summary>
    /// Exit codes: 0 done; 1 the program or its stack is at fault, or a mandatory policy violated; 2 the command line, the
    /// configuration or a policy pack is; 3 a hazard that --fail-on names; 130 stopped by a signal.
    /// </summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="end">Adds to what a preview prints for people; null for nothing.</param>
    public static async Task<int> RunAsync(string[] arguments, Action<Previewed>? end = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Contains("--help"))
        {
            Console.WriteLine(Arguments.Usage);
            return 0;
        }

        using var signals = new StopSignals();
        try
        {
            var parsed = Arguments.Parse(arguments);
            var project = PulumiProject.Load(parsed.Project);
            return parsed.Destroy ? await PreviewDestroyAsync(project, parsed, end, signals.Token) : await PreviewAsync(project, parsed, end, signals.Token);
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

    private static async Task<int> PreviewAsync(PulumiProject project, Arguments arguments, Action<Previewed>? end, CancellationToken cancellation)
    {
        var state = State(project, arguments);
        await using var policies = PolicyStage.Begin(project, arguments, cancellation);
        var results = await Task.WhenAll(Stacks(arguments).Select((stack, i) =>
            RunStackAsync(project, stack, i == Stacks(arguments).Length - 1 ? arguments.Config : arguments.FromConfig, arguments, state, cancellation)));
        var failed = results.Where(result => !result.Succeeded).ToList();
        foreach (var result in failed)
            ShowFailure(result);
        if (failed.Count > 0)
            return 1;
        var review = policies is null ? null : await policies.ReviewAsync(results[0]);
        var transition = Transition(results, state);
        Show(arguments, results, review, transition);
        End(project, arguments, results is [var before, _] ? StackState.Of(before) : state, StackState.Of(results[^1]), end);
        if (review is { Passed: false })
            return 1;
        return ExitCode(transition, arguments);
    }

    /// <summary>The program runs only where no state is given, as `pulumi destroy` asks the state alone.</summary>
    private static async Task<int> PreviewDestroyAsync(PulumiProject project, Arguments arguments, Action<Previewed>? end, CancellationToken cancellation)
    {
        var state = State(project, arguments);
        if (state is null)
        {
            var result = await RunStackAsync(project, arguments.Stack, arguments.Config, arguments, null, cancellation);
            if (!result.Succeeded)
            {
                ShowFailure(result);
                return 1;
            }
            state = StackState.Of(result);
        }
        var transition = Transitions.Transition.ToNothing(state);
        ShowDestroy(project, arguments, transition);
        End(project, arguments, state, new StackState([], []), end);
        return ExitCode(transition, arguments);
    }

    private static StackState? State(PulumiProject project, Arguments arguments) =>
        arguments.From is null ? null : StateFile.Load(arguments.From, project.Name, arguments.Stack);

    private static void End(PulumiProject project, Arguments arguments, StackState? before, StackState after, Action<Previewed>? end)
    {
        var stack = arguments.Diff ?? arguments.Stack;
        if (!arguments.Json)
            end?.Invoke(new Previewed(stack, StackConfig.Load(project, stack, arguments.Config), before, after, arguments.Markdown));
    }

    private static int ExitCode(Transition? transition, Arguments arguments) =>
        transition is not null && transition.Hazards.Any(hazard => arguments.FailOn.Contains(hazard.Kind)) ? HazardFound : 0;

    /// <summary>What an update does: from a state, or from another configuration of the same stack; null between two stacks.</summary>
    private static Transition? Transition(RunResult[] results, StackState? state) => results switch
    {
        [var wanted] when state is not null => Transitions.Transition.Between(state, StackState.Of(wanted)),
        [var before, var after] when before.Stack == after.Stack => Transitions.Transition.Between(StackState.Of(before), StackState.Of(after)),
        _ => null,
    };

    private static string[] Stacks(Arguments arguments) =>
        arguments.Diff is null ? [arguments.Stack] : [arguments.Stack, arguments.Diff];

    private static async Task<RunResult> RunStackAsync(
        PulumiProject project, string stack, IReadOnlyDictionary<string, string> changes, Arguments arguments, StackState? state, CancellationToken cancellation) =>
        await OfflineEngine.RunAsync(new EngineOptions
        {
            Project = project.Name,
            Stack = stack,
            // What is made up for a URN is the same in both runs: then values that are made of it tell the difference.
            Mode = arguments.Diff == arguments.Stack ? RunMode.Update : arguments.Mode,
            State = state,
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

    private static void Show(Arguments arguments, RunResult[] results, PolicyReview? review, Transition? transition)
    {
        if (arguments.Json)
        {
            var json = results is [var before, var after] ? PlanDiff.Between(before, after).ToJson() : PlanJson.Convert(results[0], review);
            if (transition is not null)
                TransitionJson.AddTo(json, transition);
            Console.Out.WriteLine(json.ToJsonString(PropertyJson.Indented));
            return;
        }
        if (arguments.Markdown)
        {
            Console.Out.Write(TransitionMarkdown.Of($"{results[0].Project}, {arguments.Stack}", transition!, review));
            return;
        }
        var view = new PlanView(ConsoleFor(Console.Out, Console.IsOutputRedirected));
        Console.Out.WriteLine($"{(arguments.Mode == RunMode.Preview ? "Preview" : "Made-up update")} of {results[0].Project}, stack {arguments.Stack}, offline: nothing is deployed, no cloud is read.");
        Console.Out.WriteLine();
        if (results is [var from, var to])
            view.Show(PlanDiff.Between(from, to), from.Stack, to.Stack);
        else
            view.Show(results[0], review);
        if (transition is not null)
            new TransitionView(ConsoleFor(Console.Out, Console.IsOutputRedirected)).Show(transition);
    }

    private static void ShowDestroy(PulumiProject project, Arguments arguments, Transition transition)
    {
        if (arguments.Json)
        {
            var json = new JsonObject { ["project"] = project.Name, ["stack"] = arguments.Stack };
            TransitionJson.AddTo(json, transition);
            Console.Out.WriteLine(json.ToJsonString(PropertyJson.Indented));
        }
        else if (arguments.Markdown)
        {
            Console.Out.Write(TransitionMarkdown.Of($"{project.Name}, {arguments.Stack}, destroyed", transition, null));
        }
        else
        {
            Console.Out.WriteLine($"Preview of the end of {project.Name}, stack {arguments.Stack}, offline: nothing is deleted, no cloud is read.");
            new TransitionView(ConsoleFor(Console.Out, Console.IsOutputRedirected)).Show(transition);
        }
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
