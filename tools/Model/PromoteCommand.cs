using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Rendering;
using RoomTypes.Decoding;
using RoomTypes.Evaluate.Gates;
using RoomTypes.Inference;
using RoomTypes.Models;
using Spectre.Console;

namespace RoomTypes.ModelTool;

/// <summary>promote: a version is measured at the gates, and becomes the champion if it passes.</summary>
internal static class PromoteCommand
{
    private static readonly Argument<string> Version = ModelCommand.Version();
    private static readonly Option<string?> From = new("--from") { Description = "The registry that says which version an alias is, from which ./run model register took it; a champion of that version is left as it is" };
    private static readonly Option<string> Gates = new("--gates") { Description = "What it must do", DefaultValueFactory = _ => Path.Combine("models", "gates.yaml") };
    private static readonly Option<string?> Override = new("--override") { Description = "Promote it whatever the gates say, for this reason, which is kept" };
    private static readonly Option<string?> Experiment = new("--experiment") { Description = "It must have won this experiment, or comparison with a shadow, of a running service" };
    private static readonly Option<string> Url = new("--url") { Description = "That service, with the stage if it is an API's", DefaultValueFactory = _ => "http://localhost:8080" };
    private static readonly Option<string?> Region = new("--region") { Description = "Sign as API Gateway of this AWS region asks; default: the region that an address of execute-api names" };
    private static readonly Option<string> Reports = new("--report") { Description = "A folder for the report", DefaultValueFactory = _ => Path.Combine("artifacts", "gates") };

    public static void AddTo(RootCommand root)
    {
        var promote = new Command("promote", "Make a version the champion, if it passes the gates")
        {
            Version, From, Gates, Override, Experiment, Url, Region, Reports, ModelCommand.By, ModelCommand.Reason, ModelCommand.Json,
        };
        promote.Does(RunAsync);
        root.Subcommands.Add(promote);
    }

    private static async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var gates = GateFile.Read(arguments.GetRequiredValue(Gates));
        var registry = await session.ReadAsync(cancellationToken);
        var reference = ModelCommand.Reference(arguments.GetRequiredValue(Version));
        var model = registry.Require(await ResolveAsync(session, arguments.GetValue(From), reference, cancellationToken));
        if (arguments.GetValue(From) is not null && model.Stage == Stages.Production)
        {
            session.Error.WritePlainLine($"{model.Reference.ToString()} is the champion already.");
            return 0;
        }

        ModelRegistryEditor.VerifyPromotable(model);
        if (arguments.GetValue(Experiment) is { } experiment)
            await VerdictGate.VerifyAsync(registry, model, experiment, arguments.GetRequiredValue(Url), arguments.GetValue(Region), cancellationToken);

        var report = await MeasureAsync(session, gates, model, registry.InStage(model.Name, Stages.Production), cancellationToken);
        var file = await WriteAsync(report, model, arguments.GetRequiredValue(Reports), cancellationToken);
        if (arguments.GetValue(ModelCommand.Json)) Console.WriteLine(System.Text.Encoding.UTF8.GetString(report.ToJson()));
        else Print(session.Console, report);
        var reason = arguments.GetValue(Override);
        if (report.Failed.Count > 0 && reason is null)
        {
            session.Error.WritePlainLine($"[red]{model.Reference.ToString()} is not promoted: {report.Failed.Count} of {report.Gates.Count} gates failed ({file}). --override REASON promotes it all the same.[/]");
            return ModelCommand.Refused;
        }

        await session.Editor.PromoteAsync(model.Reference, Decision(arguments, report, reason), report.Metrics, cancellationToken);
        if (!arguments.GetValue(ModelCommand.Json)) session.Console.WritePlainLine($"{model.Reference.ToString()} is in stage production as champion. The report is in {file}.");
        return 0;
    }

    private static async Task<ModelReference> ResolveAsync(Session session, string? registry, ModelReference reference, CancellationToken cancellationToken)
    {
        if (registry is null) return reference;
        using var other = session.Beside(registry);
        return (await other.ReadAsync(cancellationToken)).Require(reference).Reference;
    }

    private static RegistryDecision Decision(ParseResult arguments, GateReport report, string? overridden)
    {
        var failed = report.Failed.Count > 0 ? $" (failed: {string.Join(", ", report.Failed.Select(gate => gate.DataSet is null ? gate.Name : $"{gate.Name} on {gate.DataSet}"))})" : "";
        return new(arguments.GetRequiredValue(ModelCommand.By), overridden is null ? arguments.GetValue(ModelCommand.Reason) : overridden + failed, report.Failed.Count > 0);
    }

    private static async Task<GateReport> MeasureAsync(Session session, GateFile gates, RegisteredModel model, RegisteredModel? champion, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelReference> serve = champion is null ? [model.Reference] : [model.Reference, champion.Reference];
        using var catalog = await new ModelLoader(session.Source, session.Options.Models with { Serve = serve }).LoadAsync(cancellationToken);
        var decoder = new ImageDecoder(session.Options.Decoding);
        using var workers = new WorkerPool(session.Options.Inference, decoder, NullLogger<WorkerPool>.Instance);
        workers.Start(catalog);
        var runner = new GateRunner(gates, workers, decoder, catalog.Require(model.Reference), champion is null ? null : catalog.Require(champion.Reference));
        var file = await session.Source.FetchAsync($"{model.Folder}/{catalog.Require(model.Reference).Manifest.File}", model.Sha256, cancellationToken);
        var passedOver = new List<string>();
        var report = await session.Error.Progress().StartAsync(context => runner.RunAsync(file, DateTimeOffset.UtcNow, (name, pictures) => Step(context, name, pictures), passedOver.Add));
        foreach (var path in passedOver) session.Error.WritePlainLine($"[yellow]Passed over: {path}[/]");
        return report;
    }

    private static Action Step(ProgressContext context, string name, int pictures)
    {
        var task = context.AddTask(PlainMarkup.Of(name), maxValue: pictures);
        return () => task.Increment(1);
    }

    private static async Task<string> WriteAsync(GateReport report, RegisteredModel model, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{model.Name}-{model.Version}");
        await File.WriteAllBytesAsync($"{file}.json", report.ToJson(), cancellationToken);
        await File.WriteAllTextAsync($"{file}.md", report.ToMarkdown(), cancellationToken);
        return $"{file}.md";
    }

    private static void Print(IAnsiConsole console, GateReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("gate", "data set", "measured", "limit", "");
        foreach (var gate in report.Gates)
        {
            table.AddRow(
                PlainMarkup.Of(gate.Name), PlainMarkup.Of(gate.DataSet ?? ""), GateReport.Number(gate.Measured), $"{(gate.IsLeast ? ">=" : "<=")} {GateReport.Number(gate.Limit)}",
                gate.Passed ? "[green]passed[/]" : $"[red]failed by {GateReport.Number(gate.Missed)}[/]");
        }

        console.WritePlain(table);
    }
}
