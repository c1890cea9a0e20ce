using System.CommandLine;
using Rendering;
using RoomTypes;
using RoomTypes.Configuration;
using RoomTypes.Evaluate;
using RoomTypes.Models;
using RoomTypes.Tracking;
using Spectre.Console;

var folder = new Argument<string>("FOLDER") { Description = "Holds one subfolder a label, for example kitchen/ and living_room/, with pictures" };
var json = new Option<bool>("--json") { Description = "Print one JSON object and no tables" };
var model = new Option<string>("--model") { Description = "The model, name@version, or name for its production version", DefaultValueFactory = _ => "room-type" };
var models = new Option<string?>("--models") { Description = "The registry, a folder or s3://bucket/prefix; default: RoomType__Models__Source, or the shipped one" };
var runs = new Option<string>("--runs") { Description = "Where the run is recorded: a folder, s3://bucket/prefix, or none", DefaultValueFactory = _ => "runs" };
var command = new RootCommand("Measures a model on labelled pictures, through the server's own decoding and inference.") { folder, json, model, models, runs };
command.SetAction((arguments, cancellation) => RunAsync(arguments.GetRequiredValue(folder), arguments.GetRequiredValue(model), arguments.GetValue(models), arguments.GetRequiredValue(runs), arguments.GetValue(json), cancellation));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string folder, string model, string? models, string runs, bool json, CancellationToken cancellation)
{
    var progress = Consoles.Error();
    try
    {
        var run = new RunInProgress("evaluate", TimeProvider.System);
        var (result, pictures) = await EvaluateAsync(folder, model, models, progress);
        if (runs != RunStore.None) progress.WritePlainLine($"Recorded as {await EvaluationRun.RecordAsync(run, runs, folder, pictures, result, cancellation)} in {runs}");
        if (json) JsonReport.Write(result, Console.OpenStandardOutput());
        else new TableReport(Consoles.Output()).Write(result);
        return 0;
    }
    catch (Exception exception) when (exception is EvaluationException or InvalidSettingsException or ModelUnavailableException or RegistryException or ServiceException)
    {
        progress.WritePlainLine($"[red]{exception.Message}[/]");
        return 2;
    }
}

static async Task<(EvaluationResult Result, IReadOnlyList<(string Path, string Label)> Pictures)> EvaluateAsync(string folder, string model, string? models, IAnsiConsole console)
{
    await using var bench = await ModelBench.OpenAsync(model, models);
    var served = bench.Catalog.Default;
    var pictures = LabelledFolder.Read(folder, served.Manifest.Labels, path => console.MarkupLineInterpolated($"[yellow]Passed over: {path}[/]"));
    var result = await console.Progress().StartAsync(context =>
    {
        var task = context.AddTask($"{served.Registered.Reference} on {pictures.Count} pictures", maxValue: pictures.Count);
        return new Evaluation(bench.Workers, served).RunAsync(pictures, () => task.Increment(1));
    });
    return (result, [.. pictures.Select(picture => (picture.Path, served.Manifest.Labels[picture.Label]))]);
}
