using System.Runtime.InteropServices;

namespace RoomTypes.LocalStack;

/// <summary>What processes are told, by POSIX's numbers.</summary>
internal enum Signal
{
    /// <summary>SIGINT.</summary>
    Interrupt = 2,

    /// <summary>SIGTERM.</summary>
    Terminate = 15,
}

/// <summary>Sends them.</summary>
internal static partial class Signals
{
    /// <summary>Sends one to a process; nothing happens where it has ended.</summary>
    public static void Send(int process, Signal signal) => _ = Kill(process, (int)signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
