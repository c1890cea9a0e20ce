using System.Text;

namespace Pipelines;

/// <summary>The steps and what each waits for, as a picture.</summary>
public static class PipelineGraph
{
    private static readonly Dictionary<string, string> Colours = new()
    {
        ["done"] = "#d7f0d7",
        ["unchanged"] = "#e4eee4",
        ["running"] = "#fdf2c4",
        ["waiting"] = "#fdf2c4",
        ["failed"] = "#f6d0d0",
        ["refused"] = "#f6d0d0",
        ["left out"] = "#eeeeee",
    };

    /// <summary>A flowchart of Mermaid (https://mermaid.js.org/syntax/flowchart.html), which GitHub shows.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="statuses">What became of steps so far, by name; those not named are still to come.</param>
    public static string ToMermaid(Pipeline pipeline, IReadOnlyDictionary<string, string> statuses)
    {
        var text = new StringBuilder("flowchart TD\n");
        foreach (var step in pipeline.Steps)
        {
            var label = statuses.TryGetValue(step.Name, out var status) ? $"{step.Name}<br/>{status}" : step.Name;
            text.Append(step.IsApproval ? $"  {step.Name}{{{{\"{label}\"}}}}\n" : $"  {step.Name}[\"{label}\"]\n");
        }

        foreach (var (step, need) in pipeline.Steps.SelectMany(step => Direct(pipeline, step).Select(need => (step, need)))) text.Append($"  {need} --> {step.Name}\n");
        foreach (var (name, status) in statuses.Where(status => Colours.ContainsKey(status.Value))) text.Append($"  style {name} fill:{Colours[status]}\n");
        return text.ToString();
    }

    /// <summary>A line a step: its name, what became of it, and what it waits for.</summary>
    /// <inheritdoc cref="ToMermaid"/>
    public static string ToText(Pipeline pipeline, IReadOnlyDictionary<string, string> statuses)
    {
        var name = pipeline.Steps.Max(step => step.Name.Length);
        var width = statuses.Values.Append("").Max(status => status.Length);
        var text = new StringBuilder();
        foreach (var step in pipeline.Steps)
        {
            var needs = step.Needs.Count == 0 ? "" : $"after {string.Join(", ", Direct(pipeline, step))}";
            text.Append($"{step.Name.PadRight(name)}  {statuses.GetValueOrDefault(step.Name, "").PadRight(width)}  {needs}".TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What a step waits for, but for what another of those waits for already.</summary>
    private static IEnumerable<string> Direct(Pipeline pipeline, PipelineStep step) =>
        step.Needs.Where(need => !step.Needs.Any(other => other != need && pipeline.From(need).Contains(other)));
}
