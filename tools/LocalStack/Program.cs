using System.CommandLine;
using RoomTypes.LocalStack;

const int Failed = 2;

var data = new Option<string>("--data") { Description = "Where data, passwords and keys stay between runs", DefaultValueFactory = _ => ".local" };
var port = new Option<int>("--port") { Description = "The service's", DefaultValueFactory = _ => 8080 };
var postgresPort = new Option<int>("--postgres-port") { Description = "PostgreSQL's", DefaultValueFactory = _ => 5433 };
var redisPort = new Option<int>("--redis-port") { Description = "Redis's", DefaultValueFactory = _ => 6380 };
var signed = new Option<bool>("--signed") { Description = "Take signed requests only, by a key that is made for it" };
var service = new Option<string>("--service") { Description = "The service's program", Required = true, Hidden = true };
var purge = new Option<bool>("--purge") { Description = "Delete the data too" };

var up = new Command("up", "Runs the service with PostgreSQL and Redis until Ctrl+C.") { data, port, postgresPort, redisPort, signed, service };
up.SetAction((arguments, cancellation) => RunAsync(() => Stack.RunAsync(
    new(Path.GetFullPath(arguments.GetRequiredValue(data)), Port(arguments.GetValue(port)), Port(arguments.GetValue(postgresPort)), Port(arguments.GetValue(redisPort)), arguments.GetValue(signed)),
    Path.GetFullPath(arguments.GetRequiredValue(service)), new StackLog(Console.Out, StackLog.IsColoured()))));
var down = new Command("down", "Ends what ./run up runs.") { data, purge };
down.SetAction((arguments, cancellation) => RunAsync(() => Teardown.RunAsync(Path.GetFullPath(arguments.GetRequiredValue(data)), arguments.GetValue(purge), cancellation)));
return await new RootCommand("The service and what it needs, on this machine.") { up, down }.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });

static int Port(int port) => port is >= 1 and <= 65_535 ? port : throw new StackException($"A port is {port}; allowed is 1 to 65535.");

static async Task<int> RunAsync(Func<Task> action)
{
    try
    {
        await action();
        return 0;
    }
    catch (StackException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return Failed;
    }
}
