using RoomTypes.Configuration;
using RoomTypes.Hosting;
using RoomTypes.Http;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Recognition;

if (args is [HealthCheck.Command]) return await HealthCheck.RunAsync();
if (args is [GraphOptimizer.Command, var models]) return await GraphOptimizer.RunAsync(models);

try
{
    StartTimes.Enter();
    ModelRuntime.StartEarly();
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        // Settings are read once: nothing need watch their files.
        Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
        ContentRootPath = AppContext.BaseDirectory,
    });
    builder.AddRoomTypes();
    var app = builder.Build();
    StartTimes.HostBuilt();
    _ = app.Services.GetRequiredService<RecognitionService>().LoadModelsAsync();
    app.MapRoomTypes();
    await app.RunAsync();
    return 0;
}
catch (InvalidSettingsException exception) when (!LambdaHost.IsLambda)
{
    // In Lambda what nothing catches is reported as the init error.
    await Console.Error.WriteLineAsync(exception.Message);
    return StartFailure.ExitCode;
}
catch (IOException exception) when (StartFailure.IsPortTaken(exception))
{
    await Console.Error.WriteLineAsync($"{exception.Message} Choose another port with --urls http://localhost:PORT.");
    return StartFailure.ExitCode;
}
