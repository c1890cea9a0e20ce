using System.Text.Json;
using Pipelines;
using Rendering;
using RoomTypes.PipelineTool.Runs;
using Spectre.Console;

namespace RoomTypes.PipelineTool.Views;

/// <summary>What a run would do.</summary>
internal static class PlanView
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static int Write(PipelineRun run, RunFolders store, bool json)
    {
        var plan = Plan(run, store).ToList();
        if (json) WriteJson(plan);
        else WriteTable(plan, run, Consoles.Output());
        return 0;
    }

    /// <summary>Each step, what would become of it, and what it would run. What waits for something that is made anew cannot be told to be unchanged.</summary>
    private static IEnumerable<(PipelineStep Step, string What, string Command)> Plan(PipelineRun run, RunFolders store)
    {
        var anew = new HashSet<string>();
        foreach (var step in run.Pipeline.Steps)
        {
            var what = Of(run, store, step, anew);
            if (what == "to do") anew.UnionWith(step.Outputs);
            yield return (step, what, string.Join(' ', step.Run.Select(run.Fill)));
        }
    }

    private static string Of(PipelineRun run, RunFolders store, PipelineStep step, HashSet<string> anew)
    {
        if (!step.IsWanted(run.Values)) return "left out";
        if (run.Reopened.Contains(step.Name)) return step.IsApproval ? "to approve" : "to do";
        if (step.IsApproval) return run.State.IsDone(step.Name) ? "done" : "to approve";
        if (step.Inputs.Any(anew.Contains)) return "to do";
        if (run.State.IsDone(step.Name) && run.State.Of(step.Name)!.Key == Fingerprint.WithinRun(run, step)) return "done";
        return KeptResults.Find(store, step, Fingerprint.Of(run, step)) is { } kept ? $"unchanged since {kept.Run}" : "to do";
    }

    private static void WriteTable(List<(PipelineStep Step, string What, string Command)> plan, PipelineRun run, IAnsiConsole console)
    {
        console.WritePlainLine($"{run.Pipeline.Name}: {(run.IsNew ? "a new run" : $"run {run.Id} goes on")}");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("step", "", "command");
        foreach (var (step, what, command) in plan) table.AddRow(PlainMarkup.Of(step.Name), PlainMarkup.Of(what), PlainMarkup.Of(step.IsApproval ? "" : command));
        console.WritePlain(table);
    }

    private static void WriteJson(List<(PipelineStep Step, string What, string Command)> plan)
    {
        using var output = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(output, Indented);
        json.WriteStartArray();
        foreach (var (step, what, command) in plan)
        {
            json.WriteStartObject();
            json.WriteString("step", step.Name);
            json.WriteString("plan", what);
            if (!step.IsApproval) json.WriteString("command", command);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
