using Pulumi.Engine.Projects;
using RoomTypes.Pricing;
using RoomTypes.Simulation;

namespace RoomTypes.Cost.Commands;

/// <summary>What stands in a command's way, told to who called it.</summary>
internal static class Failures
{
    private const int Failed = 2;

    /// <summary>Runs a command; its exit code, or 2.</summary>
    public static async Task<int> TellAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (exception is CostException or PriceException or SimulationException or ProjectException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }
}
