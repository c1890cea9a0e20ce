using RoomTypes.Configuration;
using RoomTypes.Models;

namespace RoomTypes.Inference;

/// <summary>Whether there is memory for models beside those that are loaded.</summary>
internal static class ModelMemory
{
    /// <summary>What loading takes for each byte of the file, at its peak: the file, the graph that is read of it, and the weights as the kernels want them.</summary>
    private const int PerByte = 4;

    /// <summary>What a run of it takes, and what loading leaves with the allocator.</summary>
    private const long PerModel = 24L << 20;

    /// <summary>Refuses to load where the process would not hold all of it.</summary>
    /// <param name="files">The models' files.</param>
    /// <param name="host">What the process may take.</param>
    /// <param name="resident">What it takes now, in bytes.</param>
    /// <exception cref="ModelUnavailableException">There is not enough.</exception>
    public static void VerifyRoom(IReadOnlyList<string> files, HostLimits host, long resident)
    {
        var need = files.Sum(file => (new FileInfo(file).Length * PerByte) + PerModel);
        if (resident + need <= host.MemoryBytes) return;
        throw new ModelUnavailableException(
            $"Loading {files.Count} models beside those that run would take {Megabytes(need)} MB; {Megabytes(resident)} of {Megabytes(host.MemoryBytes)} MB are taken. Give the process more memory, load fewer models, or restart it with the new registry.");
    }

    private static long Megabytes(long bytes) => bytes >> 20;
}
