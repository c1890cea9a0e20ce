using Pulumi.Engine.Policies;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;
using Rendering;
using Spectre.Console;

namespace Pulumi.Engine.Rendering;

/// <summary>Prints plans and differences for people.</summary>
internal sealed class PlanView(IAnsiConsole console)
{
    public void Show(RunResult result, PolicyReview? review = null)
    {
        var notes = new PolicyNotes(review);
        // Registration order varies from run to run.
        var children = (review?.Resources ?? result.Resources).OrderBy(resource => resource.Type, StringComparer.Ordinal).ThenBy(resource => resource.Name, StringComparer.Ordinal)
            .ToLookup(resource => resource.Parent);
        foreach (var root in children[""])
        {
            var tree = new Tree(Heading(root) + notes.Of(root)).Guide(TreeGuide.Line);
            foreach (var child in children[root.Urn])
                AddTo(tree, child, children, notes);
            console.WritePlain(tree);
        }
        ShowOutputs(result);
        ShowMessages(result);
        ShowCounts(result);
        if (review is not null)
            console.WritePlain(new Markup(PolicyNotes.Summary(review) + Environment.NewLine));
    }

    public void Show(PlanDiff diff, string before, string after)
    {
        console.WritePlainLine($"From [bold]{before}[/] to [bold]{after}[/]:");
        foreach (var resource in diff.Removed)
            console.WritePlainLine($"[red]- {resource.Name}[/]  [grey]{resource.Type}[/]");
        foreach (var resource in diff.Added)
            console.WritePlainLine($"[green]+ {resource.Name}[/]  [grey]{resource.Type}[/]");
        foreach (var change in diff.Changed)
        {
            console.WritePlainLine($"[yellow]~ {change.Resource.Name}[/]  [grey]{change.Resource.Type}[/]");
            foreach (var property in change.Properties)
                console.WritePlainLine($"    {property.Path}: {property.Before ?? "(none)"} [grey]=>[/] {property.After ?? "(none)"}");
        }
        console.WritePlainLine($"{diff.Added.Count} added, {diff.Removed.Count} removed, {diff.Changed.Count} changed, {diff.UnchangedCount} the same");
    }

    private static void AddTo(IHasTreeNodes parent, RecordedResource resource, ILookup<string, RecordedResource> children, PolicyNotes notes)
    {
        var node = parent.AddNode(Heading(resource) + notes.Of(resource));
        foreach (var child in children[resource.Urn])
            AddTo(node, child, children, notes);
    }

    private static string Heading(RecordedResource resource)
    {
        var mark = resource.Origin == ResourceOrigin.Read ? "[blue]read[/] " : resource.Options.ImportId.Length > 0 ? "[blue]import[/] " : "";
        var heading = $"{mark}[bold]{PlainMarkup.Of(resource.Name)}[/]  [grey]{PlainMarkup.Of(resource.Type)}[/]";
        foreach (var (name, text) in resource.Custom ? PropertyLine.Of(resource) : [])
            heading += $"\n    {PlainMarkup.Of(name)}: {PlainMarkup.Of(text)}";
        return heading;
    }

    private void ShowOutputs(RunResult result)
    {
        if (result.StackOutputs.Fields.Count == 0)
            return;
        console.WriteLine();
        console.MarkupLine("[bold]Outputs[/]");
        foreach (var (name, value) in result.StackOutputs.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
            console.WritePlainLine($"    {name}: {PropertyLine.Text(value)}");
    }

    private void ShowMessages(RunResult result)
    {
        var warnings = result.Logs.Where(log => log.Severity == LogSeverity.Warning).Select(log => log.Message).Concat(result.Warnings);
        foreach (var warning in warnings)
            console.WritePlainLine($"[yellow]warning:[/] {warning}");
        foreach (var log in result.Logs.Where(log => log.Severity == LogSeverity.Info && !log.Ephemeral))
            console.WritePlainLine($"[grey]{log.Message}[/]");
    }

    private void ShowCounts(RunResult result)
    {
        var custom = result.Resources.Where(resource => resource.Custom && resource.Origin == ResourceOrigin.Registered).ToList();
        var providers = custom.Count(resource => resource.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal));
        var imports = custom.Count(resource => resource.Options.ImportId.Length > 0);
        var reads = result.Resources.Count(resource => resource.Origin == ResourceOrigin.Read);
        var components = result.Resources.Count(resource => !resource.Custom && resource.Type != Urn.RootStackType);
        var packages = custom.Where(resource => !resource.Type.StartsWith("pulumi:", StringComparison.Ordinal))
            .GroupBy(resource => resource.Type.Split(':')[0]).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {group.Count()}").ToList();
        console.WriteLine();
        console.WritePlainLine(
            $"[bold]{custom.Count - providers - imports} to create[/], {imports} to import, {reads} to read; {Count(components, "component")}, {Count(providers, "provider")}, {Count(result.Invokes.Count, "function call")}");
        if (packages.Count > 0)
            console.WritePlainLine($"by package: {string.Join(", ", packages)}");
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
