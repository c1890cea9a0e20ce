using RoomTypes.Configuration;
using RoomTypes.Hosting;
using RoomTypes.Http;

if (args is [HealthCheck.Command]) return await HealthCheck.RunAsync();

try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddRoomTypes();
    var app = builder.Build();
    app.MapRoomTypes();
    await app.RunAsync();
    return 0;
}
catch (InvalidSettingsException exception) when (!StartFailure.IsReportedToLambda)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return StartFailure.ExitCode;
}
catch (IOException exception) when (StartFailure.IsPortTaken(exception))
{
    await Console.Error.WriteLineAsync($"{exception.Message} Choose another port with --urls http://localhost:PORT.");
    return StartFailure.ExitCode;
}
