using System.CommandLine;
using System.Text.Json;
using Rendering;
using RoomTypes.Configuration;
using RoomTypes.Models;
using RoomTypes.Runs;
using RoomTypes.Tracking;

var from = new Option<string>("--runs") { Description = "Where they are: a folder, or s3://bucket/prefix", DefaultValueFactory = _ => "runs", Recursive = true };
var json = new Option<bool>("--json") { Description = "Print JSON" };
var model = new Option<string?>("--model") { Description = "Only those of a model, name@version" };
var id = new Argument<string>("ID") { Description = "A run; its first letters will do" };
var other = new Argument<string>("OTHER") { Description = "The run to compare it with" };
var folder = new Argument<string>("FOLDER") { Description = "Where MLflow's file store is made, or is" };
var root = new RootCommand("The runs that ./run evaluate and ./run retrain have recorded.") { from };
root.Add(New("list", "All of them, the latest first.", [model, json], (arguments, _, runs) =>
{
    IReadOnlyList<RunRecord> wanted = arguments.GetValue(model) is { } name ? [.. runs.Where(run => run.Model == name)] : runs;
    if (arguments.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(wanted, RunJson.Default.IReadOnlyListRunRecord));
    else Tables().Write(wanted);
    return Task.CompletedTask;
}));
root.Add(New("show", "All of one: what it was done with, what came out, on which machine, by which commit.", [id, json], (arguments, _, runs) =>
{
    var run = Find(runs, arguments.GetRequiredValue(id));
    if (arguments.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(run, RunJson.Default.RunRecord));
    else Tables().Write(run);
    return Task.CompletedTask;
}));
root.Add(New("diff", "What two differ in, and every metric.", [id, other], (arguments, _, runs) =>
{
    Tables().Write(Find(runs, arguments.GetRequiredValue(id)), Find(runs, arguments.GetRequiredValue(other)));
    return Task.CompletedTask;
}));
root.Add(New("export", "Writes them as MLflow's file store has them: mlflow ui --backend-store-uri FOLDER.", [folder], async (arguments, store, runs) =>
{
    await MlflowExport.WriteAsync(store, runs, arguments.GetRequiredValue(folder));
    Console.WriteLine($"{runs.Count} runs");
}));
return await root.Parse(args).InvokeAsync();

Command New(string name, string description, IEnumerable<Symbol> symbols, Func<ParseResult, RunStore, IReadOnlyList<RunRecord>, Task> use)
{
    var command = new Command(name, description);
    foreach (var symbol in symbols)
    {
        if (symbol is Argument argument) command.Add(argument);
        else command.Add((Option)symbol);
    }

    command.SetAction((arguments, cancellation) => RunAsync(arguments.GetRequiredValue(from), (store, runs) => use(arguments, store, runs), cancellation));
    return command;
}

static async Task<int> RunAsync(string location, Func<RunStore, IReadOnlyList<RunRecord>, Task> use, CancellationToken cancellation)
{
    try
    {
        using var storage = RunStore.OpenStorage();
        var store = new RunStore(location, storage);
        await use(store, await store.ReadAsync(cancellation));
        return 0;
    }
    catch (Exception exception) when (exception is RegistryException or InvalidSettingsException or IOException or UnauthorizedAccessException)
    {
        Consoles.Error().WritePlainLine($"[red]{exception.Message}[/]");
        return 2;
    }
}

static RunRecord Find(IReadOnlyList<RunRecord> runs, string id) => runs.Where(run => run.Id.StartsWith(id, StringComparison.Ordinal)).ToList() switch
{
    [var run] => run,
    [] => throw new RegistryException(RegistryFault.NotFound, $"There is no run '{id}'. There are {runs.Count}: ./run runs list"),
    var several => throw new RegistryException(RegistryFault.Invalid, $"'{id}' is the beginning of {several.Count} runs, for example {several[0].Id} and {several[1].Id}: give more of it."),
};

static RunTables Tables() => new(Consoles.Output());
