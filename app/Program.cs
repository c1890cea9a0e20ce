using RoomTypes.Configuration;
using RoomTypes.Hosting;
using RoomTypes.Inference;
using RoomTypes.Telemetry;

LocalProxyBypass.Use();
if (args is [HealthCheck.Command, .. var serverArguments]) return await HealthCheck.RunAsync(serverArguments);
if (args is [GraphOptimizer.Command, var models, var platform]) return await GraphOptimizer.RunAsync(models, platform);

StartTimes.Enter();
var runtime = ModelRuntime.StartEarlyAsync();
try
{
    var app = ServiceHost.Build(args);
    if (!Platform.IsLambda) app.EndInTime();
    await app.RunAsync();
    return 0;
}
catch (InvalidSettingsException exception) when (!Platform.IsLambda)
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
finally
{
    // A process that exits while the library is being bound to may crash.
    await runtime;
}
