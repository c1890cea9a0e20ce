using System.CommandLine;
using System.Globalization;
using Rendering;
using RoomTypes;
using RoomTypes.Configuration;
using RoomTypes.Evaluate;
using RoomTypes.Events;
using RoomTypes.Learning;
using RoomTypes.Models;
using RoomTypes.Retrain;
using RoomTypes.Tracking;

const int Failed = 2;

var from = new Option<string>("--from") { Description = "store for feedback in the service's event store, or a folder of pictures in subfolders named by label", DefaultValueFactory = _ => "store" };
var since = new Option<DateTimeOffset>("--since") { Description = "Only predictions from this time on, for example 2026-11-01 (UTC)", DefaultValueFactory = _ => DateTimeOffset.UnixEpoch, CustomParser = Time };
var keep = new Option<string[]>("--keep") { Description = "What must not be forgotten: a folder of pictures in subfolders named by label, or a file of --write-keep; may be given several times", DefaultValueFactory = _ => [] };
var writeKeep = new Option<string?>("--write-keep") { Description = "Write the embeddings of all pictures of --from and --keep to this file, for a later --keep" };
var model = new Option<string>("--model") { Description = "The model whose head is fitted anew, name@version, or name for its production version", DefaultValueFactory = _ => "room-type" };
var models = new Option<string?>("--models") { Description = "The registry, a folder or s3://bucket/prefix; default: RoomType__Models__Source, or the shipped one" };
var to = new Option<string?>("--to") { Description = "Another registry for the new version, a folder or s3://bucket/prefix, from which ./run model register takes it; default: --models" };
var seed = new Option<int>("--seed") { Description = "Of the parts that homes are dealt into; the same data and seed make the same bytes", DefaultValueFactory = _ => 1 };
var runs = new Option<string>("--runs") { Description = "Where the run is recorded: a folder, s3://bucket/prefix, or none", DefaultValueFactory = _ => "runs" };
var json = new Option<bool>("--json") { Description = "Print one JSON object and no tables" };
var command = new RootCommand("Fits a new head to what people said was right, and registers it as a challenger. Pictures are not needed: predictions keep their embeddings where RoomType__Events__Embeddings is true.")
{
    from, since, keep, writeKeep, model, models, to, seed, runs, json,
};
command.SetAction(async (arguments, cancellationToken) =>
{
    var progress = Consoles.Error();
    try
    {
        var order = new RetrainOrder(arguments.GetRequiredValue(model), arguments.GetRequiredValue(from), arguments.GetValue(since), arguments.GetRequiredValue(keep), arguments.GetValue(writeKeep), arguments.GetValue(to), arguments.GetValue(seed));
        var run = new RunInProgress("retrain", TimeProvider.System);
        var outcome = await RetrainCommand.RunAsync(order, arguments.GetValue(models), progress, cancellationToken);
        var location = arguments.GetRequiredValue(runs);
        if (location != RunStore.None) await Console.Error.WriteLineAsync($"Recorded as {await RetrainRun.RecordAsync(run, location, order, outcome, cancellationToken)} in {location}");
        if (arguments.GetValue(json)) RetrainJson.Write(outcome, Console.OpenStandardOutput());
        else new RetrainReport(Consoles.Output()).Write(outcome);
        return 0;
    }
    catch (Exception exception) when (exception is LearningException or EvaluationException or EventStoreException or InvalidSettingsException or ModelUnavailableException or RegistryException or ServiceException)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return Failed;
    }
});
return await command.Parse(args).InvokeAsync();

static DateTimeOffset Time(System.CommandLine.Parsing.ArgumentResult result)
{
    if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
    result.AddError($"'{result.Tokens[0].Value}' is no time; allowed is for example 2026-11-01 or 2026-11-01T12:00:00Z.");
    return default;
}
