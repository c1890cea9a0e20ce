using Pulumi.Engine.Transitions;
using Spectre.Console;

namespace Pulumi.Engine.Rendering;

/// <summary>Steps and hazards for people.</summary>
internal sealed class TransitionView(IAnsiConsole console)
{
    private static readonly Dictionary<StepKind, string> Marks = new()
    {
        [StepKind.Create] = "[green]+  create[/]",
        [StepKind.Import] = "[blue]=  import[/]",
        [StepKind.Update] = "[yellow]~  update[/]",
        [StepKind.CreateReplacement] = "[green]++ create replacement[/]",
        [StepKind.DeleteReplaced] = "[red]-- delete replaced[/]",
        [StepKind.Delete] = "[red]-  delete[/]",
        [StepKind.Retain] = "[blue]-  keep and forget[/]",
        [StepKind.Read] = "[blue]>  read[/]",
    };

    public void Show(Transition transition)
    {
        console.WriteLine();
        console.MarkupLine("[bold]Steps[/], in an order that the engine could take:");
        foreach (var step in transition.Steps.Where(step => step.Kind != StepKind.Same && (step.New ?? step.Old)!.Custom))
            console.MarkupLine($"{Marks[step.Kind]} {Markup.Escape((step.New ?? step.Old)!.Name)}  [grey]{Markup.Escape(step.Type)}[/]{Reasons(step)}");
        var counts = transition.Steps.Where(step => (step.New ?? step.Old)!.Custom).GroupBy(step => step.Kind).OrderBy(group => group.Key).Select(group => $"{group.Count()} {TransitionJson.Name(group.Key)}");
        console.MarkupLineInterpolated($"{string.Join(", ", counts)}");
        console.WriteLine();
        ShowHazards(transition);
    }

    private void ShowHazards(Transition transition)
    {
        if (transition.UnknownTypes.Count > 0)
            console.MarkupLineInterpolated($"[yellow]Not in the tables[/], so that hazards of theirs are not known: {string.Join(", ", transition.UnknownTypes)}");
        if (transition.Hazards.Count == 0)
        {
            console.MarkupLine("[green]No hazard:[/] nothing is lost, refused, in the way later, or down meanwhile.");
            return;
        }
        console.MarkupLineInterpolated($"[bold red]Hazards[/]: {string.Join(", ", transition.Hazards.GroupBy(hazard => hazard.Kind).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.First().KindName}"))}");
        foreach (var hazard in transition.Hazards)
        {
            var step = hazard.Step is { } at ? $", {TransitionJson.Name(at.Kind)}" : "";
            console.MarkupLineInterpolated($"[red]{hazard.KindName}[/] {hazard.Urn}{step}");
            console.MarkupLineInterpolated($"    {hazard.Why}");
            console.MarkupLineInterpolated($"    {hazard.Do}");
        }
    }

    private static string Reasons(Step step) => step switch
    {
        { Forced.Count: > 0 } => Markup.Escape($" ({string.Join(", ", step.Forced)})"),
        { Changed.Count: > 0 } => Markup.Escape($" ({string.Join(", ", step.Changed)})"),
        _ => "",
    };
}
