using System.CommandLine;
using Pipelines;
using Rendering;
using RoomTypes.PipelineTool.Runs;
using RoomTypes.PipelineTool.Views;

namespace RoomTypes.PipelineTool;

/// <summary>./run pipeline: what is to be done, does it, and shows it.</summary>
internal static class RunCommand
{
    /// <summary>Where runs are kept.</summary>
    public static Option<string> State { get; } = new("--state") { Description = "Where runs are kept, so that they go on after an interruption", DefaultValueFactory = _ => Path.Combine(".local", "pipeline"), Recursive = true };

    private static readonly Option<string?> FileOption = new("--file") { Description = "The pipeline; default: pipeline/retrain.yaml, as this program was built with it" };
    private static readonly Option<string[]> Set = new("--set") { Description = "A parameter, NAME=VALUE; may be given several times", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> From = new("--from") { Description = "Do this step of the latest run again, and those that wait for it" };
    private static readonly Option<bool> New = new("--new") { Description = "Begin anew, whatever an unfinished run has done" };
    private static readonly Option<bool> Plan = new("--plan", "--dry-run") { Description = "Tell what would be done, and do nothing" };
    private static readonly Option<string?> Graph = new("--graph") { Description = "Print the steps and what became of them in the latest run, as mermaid or text, and do nothing", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "End where somebody has to approve; the next ./run pipeline goes on" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object and no tables" };

    public static RootCommand Make()
    {
        var command = new RootCommand("Runs a pipeline: each step in its turn, those left out whose inputs are what they were. What was interrupted goes on where it was. Ends with 1 if a step fails or is refused, with 2 if it cannot be done, with 3 if somebody has to approve.")
        {
            FileOption, Set, From, New, Plan, Graph, NoWait, Json, State,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        // Signals are listened to once this has given way: before, they end the process.
        await Task.Yield();
        try
        {
            var definition = Definition.Read(arguments.GetValue(FileOption));
            var store = new RunFolders(arguments.GetRequiredValue(State));
            if (arguments.GetResult(Graph) is not null) return Draw(definition, store, arguments.GetValue(Graph) ?? "mermaid");
            var values = Parameters.Of(definition.Pipeline, arguments.GetRequiredValue(Set));
            var run = Open(arguments, definition, store, values);
            if (arguments.GetValue(Plan)) return PlanView.Write(run, store, arguments.GetValue(Json));
            Parameters.VerifyInputs(definition.Pipeline, values);
            return await DoAsync(arguments, run, store, cancellationToken);
        }
        catch (Exception exception) when (exception is PipelineException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCodes.Failed;
        }
    }

    private static PipelineRun Open(ParseResult arguments, Definition definition, RunFolders store, IReadOnlyDictionary<string, string> values)
    {
        var last = store.Latest(definition, values);
        if (arguments.GetValue(From) is not { } step) return arguments.GetValue(New) || last is null || last.State.IsOver ? PipelineRun.New(definition, values) : last;
        var again = definition.Pipeline.From(step);
        if (last is null) throw new PipelineException($"--from is '{step}', but there is no run with these parameters whose steps before it are done. Leave --from out, and all is done that has to be.");
        var open = definition.Pipeline.Steps.Where(other => !again.Contains(other.Name) && other.IsWanted(values) && !last.State.IsDone(other.Name)).Select(other => other.Name).ToList();
        return open.Count == 0 ? last.Again(again) : throw new PipelineException($"--from is '{step}', but in the run {last.Id} {string.Join(", ", open)} did not get done. Leave --from out, and the run goes on where it was.");
    }

    private static async Task<int> DoAsync(ParseResult arguments, PipelineRun run, RunFolders store, CancellationToken cancellationToken)
    {
        var json = arguments.GetValue(Json);
        using var journal = store.OpenJournal(run);
        var progress = new Progress(Consoles.Error(), !Console.IsErrorRedirected && !Console.IsOutputRedirected);
        var exitCode = await new Runner(run, journal, store, progress, waits: !arguments.GetValue(NoWait)).RunAsync(cancellationToken);
        RunReport.Write(run, store, Consoles.Output(), json);
        return exitCode;
    }

    private static int Draw(Definition definition, RunFolders store, string form)
    {
        var statuses = store.Latest(definition, null)?.State.Statuses ?? new Dictionary<string, string>();
        Console.Write(form switch
        {
            "mermaid" => PipelineGraph.ToMermaid(definition.Pipeline, statuses),
            "text" => PipelineGraph.ToText(definition.Pipeline, statuses),
            _ => throw new PipelineException($"--graph is '{form}'; allowed are mermaid and text."),
        });
        return 0;
    }
}

/// <summary>How the program ends.</summary>
internal static class ExitCodes
{
    /// <summary>A step has failed, or somebody has refused.</summary>
    public const int NotDone = 1;

    /// <summary>It could not be tried.</summary>
    public const int Failed = 2;

    /// <summary>Somebody has to approve first.</summary>
    public const int Waits = 3;

    /// <summary>Ctrl+C, as shells have it.</summary>
    public const int Interrupted = 130;
}
