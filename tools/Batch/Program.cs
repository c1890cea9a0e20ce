using System.CommandLine;
using RoomTypes.Batch;
using RoomTypes.Configuration;
using RoomTypes.Models;

var input = new Argument<string>("INPUT") { Description = "A folder of pictures, a file of JSON lines ({\"id\", \"pictures\", \"mission\", \"room\"}), s3://bucket/prefix, or a manifest or list of objects in S3, .jsonl or .json" };
var output = new Argument<string>("OUTPUT") { Description = "A folder, or s3://bucket/prefix; the same command goes on with what was interrupted" };
var model = new Option<string>("--model") { Description = "The model, name@version, or name for its production version", DefaultValueFactory = _ => "room-type" };
var models = new Option<string?>("--models") { Description = "The registry, a folder or s3://bucket/prefix; default: RoomType__Models__Source, or the shipped one" };
var format = new Option<string>("--format") { Description = "jsonl or parquet", DefaultValueFactory = _ => "jsonl" };
var byFolder = new Option<bool>("--rooms") { Description = "The pictures of a folder are of one room and get one answer" };
var work = new Option<string>("--work") { Description = "A folder for what is being written where OUTPUT is in S3", DefaultValueFactory = _ => Path.Combine(".local", "batch") };
var tolerate = new Option<double>("--tolerate") { Description = "Ends with 1 where more than so many percent of the items have no answer", DefaultValueFactory = _ => 0 };
var part = new Option<int>("--part") { Description = "The most items of a part of the output; a part is written after a minute, too, and what is interrupted does at most one again", DefaultValueFactory = _ => 10_000 };
format.AcceptOnlyFromAmong("jsonl", "parquet");
var command = new RootCommand("Shows a model all pictures of a place, on all cores, and goes on where it was interrupted.") { input, output, model, models, format, byFolder, work, tolerate, part };
command.SetAction(async (arguments, cancellation) =>
{
    // Signals are listened to once this has given way: before, they end the process.
    await Task.Yield();
    try
    {
        return await BatchCommand.RunAsync(
            new(
                arguments.GetRequiredValue(input), arguments.GetRequiredValue(output), arguments.GetRequiredValue(model), arguments.GetValue(models),
                arguments.GetRequiredValue(format), arguments.GetValue(byFolder), arguments.GetRequiredValue(work), arguments.GetValue(tolerate), arguments.GetValue(part)),
            cancellation);
    }
    catch (Exception exception) when (exception is BatchException or InvalidSettingsException or ModelUnavailableException or RegistryException)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 2;
    }
});
// Longer than a part takes to be written.
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
