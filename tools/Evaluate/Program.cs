using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rendering;
using RoomTypes;
using RoomTypes.Configuration;
using RoomTypes.Evaluate;
using RoomTypes.Hosting;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Tracking;
using Spectre.Console;

var folder = new Argument<string>("FOLDER") { Description = "Holds one subfolder a label, for example kitchen/ and living_room/, with pictures" };
var json = new Option<bool>("--json") { Description = "Print one JSON object and no tables" };
var model = new Option<string>("--model") { Description = "The model, name@version, or name for its production version", DefaultValueFactory = _ => "room-type" };
var runs = new Option<string>("--runs") { Description = "Where the run is recorded: a folder, s3://bucket/prefix, or none", DefaultValueFactory = _ => "runs" };
var command = new RootCommand("Measures a model on labelled pictures, through the server's own decoding and inference.") { folder, json, model, runs };
command.SetAction((arguments, cancellation) => RunAsync(arguments.GetRequiredValue(folder), arguments.GetRequiredValue(model), arguments.GetRequiredValue(runs), arguments.GetValue(json), cancellation));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string folder, string model, string runs, bool json, CancellationToken cancellation)
{
    // Progress goes to the standard error, so that the standard output is the report alone.
    var progress = OpenConsole(Console.Error, Console.IsErrorRedirected);
    try
    {
        var run = new RunInProgress("evaluate", TimeProvider.System);
        var (result, digest) = await EvaluateAsync(folder, model, progress);
        if (await EvaluationRun.RecordAsync(run, runs, folder, digest, result, cancellation) is { } id) progress.WritePlainLine($"Recorded as {id} in {runs}");
        if (json) JsonReport.Write(result, Console.OpenStandardOutput());
        else new TableReport(OpenConsole(Console.Out, Console.IsOutputRedirected)).Write(result);
        return 0;
    }
    catch (Exception exception) when (exception is EvaluationException or InvalidSettingsException or ModelUnavailableException or RegistryException or ServiceException)
    {
        progress.WritePlainLine($"[red]{exception.Message}[/]");
        return 2;
    }
}

static async Task<(EvaluationResult Result, string DataDigest)> EvaluateAsync(string folder, string model, IAnsiConsole console)
{
    var configuration = new ConfigurationBuilder()
        .AddEnvironmentVariables()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["RoomType:Models:Serve"] = model })
        .Build();
    await using var services = new ServiceCollection()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
        .AddRecognition(ServiceOptions.Read(configuration))
        .BuildServiceProvider();
    using var catalog = await services.GetRequiredService<ModelLoader>().LoadAsync(CancellationToken.None);
    var pictures = LabelledFolder.Read(folder, catalog.Default.Manifest.Labels, path => console.MarkupLineInterpolated($"[yellow]Passed over: {path}[/]"));
    var workers = services.GetRequiredService<WorkerPool>();
    workers.Start(catalog);
    var evaluation = new Evaluation(workers, catalog.Default);
    var result = await console.Progress().StartAsync(context =>
    {
        var task = context.AddTask($"{catalog.Default.Registered.Reference} on {pictures.Count} pictures", maxValue: pictures.Count);
        return evaluation.RunAsync(pictures, () => task.Increment(1));
    });
    return (result, DataDigest.OfFiles([.. pictures.Select(picture => (picture.Path, catalog.Default.Manifest.Labels[picture.Label]))]));
}

static IAnsiConsole OpenConsole(TextWriter writer, bool isRedirected) => AnsiConsole.Create(new AnsiConsoleSettings
{
    Out = new AnsiConsoleOutput(writer),
    Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
});
