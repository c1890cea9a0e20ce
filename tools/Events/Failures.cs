using Microsoft.Extensions.Configuration;
using RoomTypes.Configuration;
using RoomTypes.Events;
using RoomTypes.Hosting;

namespace RoomTypes.EventsTool;

/// <summary>What the commands have in common: the service's settings, and how they fail.</summary>
internal static class Failures
{
    private const int Failed = 2;

    /// <summary>Runs a command with the settings of the environment.</summary>
    public static async Task<int> GuardAsync(Func<ServiceOptions, Task> run)
    {
        try
        {
            await run(ServiceOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build()));
            return 0;
        }
        catch (Exception exception) when (exception is EventStoreException or InvalidSettingsException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }
}
