using System.Diagnostics;
using System.Globalization;

namespace RoomTypes.Size;

/// <summary>A control group (v1 or v2) with a CPU limit, as containers get one; where none can be made, a mask of whole cores.</summary>
public sealed class CpuLimit : IDisposable
{
    private const int Period = 100_000;
    private const string Root = "/sys/fs/cgroup";
    private readonly string? _folder;
    private readonly string _start;

    private CpuLimit(string? folder, string start) => (_folder, _start) = (folder, start);

    /// <summary>Whether parts of a core can be given.</summary>
    public static bool HasGroups { get; } = Make(1) is { } group && Dispose(group);

    /// <summary>Makes one.</summary>
    /// <param name="vcpus">How many cores' time; whole ones where there are no groups.</param>
    public static CpuLimit Of(double vcpus) =>
        Make(vcpus) is { } folder ? new(folder, $"echo $$ > '{folder}/cgroup.procs' && exec") : new(null, $"exec taskset -c 0-{(int)vcpus - 1}");

    /// <summary>How to start a program in it.</summary>
    public ProcessStartInfo Start(string program, params string[] arguments) => new("/bin/sh", ["-c", $"{_start} \"$0\" \"$@\"", program, .. arguments]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder is not null) Dispose(_folder);
    }

    private static string? Make(double vcpus)
    {
        var (isOld, name) = (Directory.Exists($"{Root}/cpu"), $"room-type-size-{Environment.ProcessId}");
        var folder = isOld ? $"{Root}/cpu/{name}" : $"{Root}/{name}";
        var quota = ((int)(vcpus * Period)).ToString(CultureInfo.InvariantCulture);
        try
        {
            Directory.CreateDirectory(folder);
            if (isOld) File.WriteAllText($"{folder}/cpu.cfs_quota_us", quota);
            else File.WriteAllText($"{folder}/cpu.max", $"{quota} {Period}");
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(folder)) Dispose(folder);
            return null;
        }
    }

    // A group ends a moment after its last process.
    private static bool Dispose(string folder)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                Directory.Delete(folder);
                return true;
            }
            catch (IOException)
            {
                Thread.Sleep(10);
            }
        }

        return true;
    }
}
