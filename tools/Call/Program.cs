using System.CommandLine;
using RoomTypes.Calling;
using RoomTypes.Client;
using RoomTypes.Client.Credentials;

var command = new RootCommand("Asks a service by signed requests, or signs them.") { CallCommand.Make(), SignCommand.Make() };
try
{
    return await command.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is CallException or CredentialsException or RoomTypesException or HttpRequestException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return CallException.ExitCode;
}
