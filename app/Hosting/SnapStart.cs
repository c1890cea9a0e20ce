using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Amazon.Lambda.Core;

namespace RoomTypes.Hosting;

/// <summary>
/// Lambda SnapStart: the process is kept when it has started, and every environment of the function goes on from that. What must not be the
/// same in all of them, or is over by then, is made anew (docs/decisions/0095-snapstart.md).
/// </summary>
internal static partial class SnapStart
{
    /// <summary>Registers what is done before the snapshot and after it.</summary>
    public static void Prepare()
    {
        SnapshotRestore.RegisterBeforeSnapshot(() =>
        {
            // The library of random numbers is loaded into the snapshot, instead of by every first request.
            RandomNumberGenerator.Fill(stackalloc byte[1]);
            OutgoingConnections.EndAll();
            return ValueTask.CompletedTask;
        });
        SnapshotRestore.RegisterAfterRestore(() =>
        {
            if (Reseed() != 1) throw new InvalidOperationException("OpenSSL got no randomness from the system; its keys would be those of the other environments.");
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Has OpenSSL's generator take new entropy from the system (RAND_poll): its state is in the snapshot.</summary>
    [LibraryImport("libcrypto.so.3", EntryPoint = "RAND_poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Reseed();
}
