using System.CommandLine;
using RoomTypes.Reporting;
using RoomTypes.Reporting.AppConfig;
using Spectre.Console;

const int Failed = 2;
const int SplitBroken = 3;

var name = new Argument<string>("NAME") { Description = "The experiment or shadow, as GET /v1/experiments lists it" };
var url = new Option<string>("--url") { Description = "The service, with the stage if it is an API's", DefaultValueFactory = _ => "http://localhost:8080" };
var region = new Option<string?>("--region") { Description = "Sign as API Gateway of this AWS region asks, with the credentials of the environment; default: the region that an address of execute-api names" };
var from = new Option<DateTimeOffset?>("--from") { Description = "Count from this time on; default: the experiment's start" };
var until = new Option<DateTimeOffset?>("--until") { Description = "Count up to this time; default: now, or the experiment's end" };
var chart = new Option<string?>("--chart") { Description = "Where to write the chart; default: artifacts/experiments/NAME.svg" };
var json = new Option<bool>("--json") { Description = "Print the service's answer and nothing else" };
var history = new Option<bool>("--history") { Description = "Tell what it said at the end of every day, too" };
var stop = new Option<bool>("--stop") { Description = "Print nothing but the verdict as the Result of AppConfig's StopExperimentRun, as JSON" };
var command = new RootCommand("Tells what an experiment says so far. Ends with 3 if its split is broken, with 2 if the results cannot be had.") { name, url, region, from, until, chart, json, history, stop };
command.Subcommands.Add(PlanCommand.Make());
command.Subcommands.Add(RunCommand.Make());
command.Subcommands.Add(LogCommand.Make());
command.Subcommands.Add(DriftCommand.Make());
command.Subcommands.Add(ShadowCommand.Make());
command.SetAction(async (arguments, cancellation) =>
{
    try
    {
        var answer = await ResultsClient.ReadAsync(arguments.GetRequiredValue(url), arguments.GetValue(region), arguments.GetRequiredValue(name), arguments.GetValue(from), arguments.GetValue(until), arguments.GetValue(history), cancellation);
        if (arguments.GetValue(json))
        {
            Console.WriteLine(answer.Json);
        }
        else if (arguments.GetValue(stop))
        {
            Console.WriteLine(StopResult.Of(answer.Results).ToJson());
        }
        else
        {
            new TextReport(AnsiConsole.Console).Write(answer.Results);
            if (answer.Results.Metrics.Count == 0) return 0;
            var path = arguments.GetValue(chart) ?? Path.Combine("artifacts", "experiments", $"{answer.Results.Experiment}.svg");
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            await File.WriteAllTextAsync(path, SvgChart.Draw(answer.Results), cancellation);
            AnsiConsole.Console.WriteLine($"The chart is in {path}.");
        }

        return answer.Results.Split.IsBroken ? SplitBroken : 0;
    }
    catch (ResultsUnavailableException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return Failed;
    }
});
return await command.Parse(args).InvokeAsync();
