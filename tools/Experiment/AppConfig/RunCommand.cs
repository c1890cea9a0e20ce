using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace RoomTypes.Reporting.AppConfig;

/// <summary>./run experiment run: starts, widens and stops runs of AppConfig's experiments, for which Pulumi's AWS provider has no resources.</summary>
internal static class RunCommand
{
    private const int Failed = 2;

    private static readonly Option<string?> Region = new("--region") { Description = "The AWS region; default: AWS_REGION", Recursive = true };
    private static readonly Option<string?> Api = new("--api") { Description = "The address of AppConfig's API; default: AWS's of the region", Recursive = true };
    private static readonly Option<string?> Application = new("--application") { Description = "The AppConfig application's name or id; default: the definition's ApplicationIdentifier", Recursive = true };

    public static Command Make() => new("run", "Starts, widens and stops a run of an experiment of AWS AppConfig, with the credentials of the environment.")
    {
        Region, Api, Application, Start(), Expose(), Stop(),
    };

    private static Command Start()
    {
        var file = new Argument<string>("FILE") { Description = "The experiment's definition as CreateExperimentDefinition takes it, or - for the standard input: pulumi stack output experimentDefinition" };
        var exposure = new Option<double>("--exposure") { Description = "How many percent of the audience take part at first; it only grows", DefaultValueFactory = _ => 100 };
        var command = new Command("start", "Creates the definition, or brings it up to date, and starts a run of it, which AWS bills by the hour until it is stopped.") { file, exposure };
        command.SetAction((arguments, cancellation) => GuardedAsync(async () =>
        {
            var definition = await ReadAsync(arguments.GetRequiredValue(file), cancellation);
            var api = Open(arguments, definition);
            var name = $"{definition["Name"]}";
            if (!await api.TryCreateAsync(definition, cancellation)) await api.UpdateAsync(name, definition, cancellation);
            var run = await api.StartAsync(name, arguments.GetValue(exposure), cancellation);
            Console.WriteLine($"Run {run["Run"]} of '{name}' has started with {run["ExposurePercentage"]}% of the audience. Set RoomType__Experiments__AppConfig__ExperimentDefinition={name} if it is not.");
        }));
        return command;
    }

    private static Command Expose()
    {
        var (definition, run) = Names();
        var percent = new Argument<double>("PERCENT") { Description = "How many percent of the audience take part from now on" };
        var command = new Command("expose", "Lets more of the audience take part.") { definition, run, percent };
        command.SetAction((arguments, cancellation) => GuardedAsync(async () =>
        {
            var changed = await Open(arguments).ExposeAsync(arguments.GetRequiredValue(definition), arguments.GetRequiredValue(run), arguments.GetRequiredValue(percent), cancellation);
            Console.WriteLine($"{changed["ExposurePercentage"]}% of the audience take part.");
        }));
        return command;
    }

    private static Command Stop()
    {
        var (definition, run) = Names();
        var name = new Argument<string>("NAME") { Description = "The experiment of the service, as GET /v1/experiments lists it: its verdict becomes the run's result" };
        var url = new Option<string>("--url") { Description = "The service, with the stage if it is an API's", DefaultValueFactory = _ => "http://localhost:8080" };
        var command = new Command("stop", "Stops the run with the service's verdict as its result.") { definition, run, name, url };
        command.SetAction((arguments, cancellation) => GuardedAsync(async () =>
        {
            var answer = await ResultsClient.ReadAsync(arguments.GetRequiredValue(url), null, arguments.GetRequiredValue(name), null, null, false, cancellation);
            var result = JsonNode.Parse(StopResult.Of(answer.Results).ToJson())!;
            await Open(arguments).StopAsync(arguments.GetRequiredValue(definition), arguments.GetRequiredValue(run), result, cancellation);
            Console.WriteLine($"Run {arguments.GetRequiredValue(run)} is stopped: {answer.Results.Summary}");
        }));
        return command;
    }

    private static (Argument<string> Definition, Argument<int> Run) Names() =>
        (new("DEFINITION") { Description = "The experiment definition's name or id" }, new("RUN") { Description = "The run's number" });

    private static ExperimentApi Open(ParseResult arguments, JsonObject? definition = null) => new(
        arguments.GetValue(Application) ?? (string?)definition?["ApplicationIdentifier"] ?? throw new ResultsUnavailableException("Name the AppConfig application with --application."),
        arguments.GetValue(Region) ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? throw new ResultsUnavailableException("Name the AWS region with --region, or set AWS_REGION."),
        arguments.GetValue(Api));

    private static async Task<JsonObject> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = file == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
            return JsonNode.Parse(text) as JsonObject is { } definition && definition["Name"] is not null ? definition : throw new ResultsUnavailableException($"{file} is no definition: it has no Name.");
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ResultsUnavailableException(string.Create(CultureInfo.InvariantCulture, $"{file} cannot be read as a definition: {exception.Message}"));
        }
    }

    private static async Task<int> GuardedAsync(Func<Task> act)
    {
        try
        {
            await act();
            return 0;
        }
        catch (ResultsUnavailableException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }
}
