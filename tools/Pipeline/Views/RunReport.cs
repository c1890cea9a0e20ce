using System.Text.Json;
using Rendering;
using RoomTypes.PipelineTool.Runs;
using Spectre.Console;

namespace RoomTypes.PipelineTool.Views;

/// <summary>What came of a run.</summary>
internal static class RunReport
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static void Write(PipelineRun run, RunFolders store, IAnsiConsole console, bool json)
    {
        if (json) WriteJson(run, store);
        else WriteTable(run, console);
    }

    private static void WriteTable(PipelineRun run, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("step", "", "time", "");
        foreach (var step in run.Pipeline.Steps)
        {
            var last = run.State.Of(step.Name);
            var note = last?.By is { } by ? $"{by}: {last.Message}" : last?.Message?.Split('\n')[0].TrimEnd() ?? "";
            table.AddRow(PlainMarkup.Of(step.Name), Colour(last?.Event ?? ""), last?.Seconds is { } seconds ? Times.Text(TimeSpan.FromSeconds(seconds)) : "", PlainMarkup.Of(note));
        }

        console.WritePlain(table);
    }

    private static string Colour(string status) => status switch
    {
        StepStatus.Done or StepStatus.Unchanged => $"[green]{status}[/]",
        StepStatus.Failed or StepStatus.Refused => $"[red]{status}[/]",
        StepStatus.Waiting or StepStatus.Interrupted => $"[yellow]{status}[/]",
        _ => status,
    };

    private static void WriteJson(PipelineRun run, RunFolders store)
    {
        using var output = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(output, Indented);
        json.WriteStartObject();
        json.WriteString("run", run.Id);
        json.WriteString("pipeline", run.Pipeline.Name);
        json.WriteBoolean("over", run.State.IsOver);
        json.WriteStartArray("steps");
        foreach (var step in run.Pipeline.Steps)
        {
            json.WriteStartObject();
            json.WriteString("step", step.Name);
            var last = run.State.Of(step.Name);
            json.WriteString("status", last?.Event ?? StepStatus.Open);
            if (last?.Seconds is { } seconds) json.WriteNumber("seconds", seconds);
            if (last?.Attempt is { } attempt) json.WriteNumber("attempt", attempt);
            if (last?.Key is { } key) json.WriteString("key", key);
            if (last?.By is { } by) json.WriteString("by", by);
            if (last?.Message is { } message) json.WriteString("message", message);
            if (File.Exists(store.LogOf(run, step.Name))) json.WriteString("log", store.LogOf(run, step.Name));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
