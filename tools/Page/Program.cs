using System.CommandLine;
using RoomTypes.Calling;
using RoomTypes.Client.Credentials;
using RoomTypes.SignedPage;

var url = new Option<string>("--url") { Description = "The service, with the stage if it is an API's: https://id.execute-api.region.amazonaws.com/live", Required = true };
var region = new Option<string?>("--region") { Description = "The AWS region to sign for; default: the one that an address of execute-api names" };
var profile = new Option<string?>("--profile") { Description = "The AWS profile to sign with; default: the environment's credentials" };
var port = new Option<int>("--port") { Description = "Where the page is on this machine", DefaultValueFactory = _ => 8080 };
var command = new RootCommand("The page on this machine, of a service elsewhere: what it asks is signed here and sent there.") { url, region, profile, port };
command.SetAction(async (arguments, cancellation) =>
{
    var target = Target.Read(arguments.GetRequiredValue(url), arguments.GetValue(region), arguments.GetValue(profile));
    await SignedPage.RunAsync(target, arguments.GetValue(port), cancellation);
});
try
{
    return await command.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is CallException or CredentialsException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return CallException.ExitCode;
}
