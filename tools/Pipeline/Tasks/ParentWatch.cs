using RoomTypes.LocalStack;

namespace RoomTypes.PipelineTool.Tasks;

/// <summary>Ends a step whose pipeline is gone, be it by kill -9: its standard input, which the pipeline holds, then ends. Else two of them would do the same step.</summary>
internal static class ParentWatch
{
    /// <summary>Set where a pipeline holds the standard input; nobody does in a container.</summary>
    public const string Variable = "ROOM_TYPE_PIPELINE_STEP";

    /// <summary>Begins to watch, where it is asked for.</summary>
    public static void Begin()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) return;
        var input = Console.OpenStandardInput();
        new Thread(() => Wait(input)) { IsBackground = true }.Start();
    }

    private static void Wait(Stream input)
    {
        var nothing = new byte[1];
        while (input.Read(nothing) > 0)
        {
        }

        Signals.Send(Environment.ProcessId, Signal.Terminate);
    }
}
