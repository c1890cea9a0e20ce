using System.Runtime.InteropServices;

namespace Pulumi.Policy.Serving;

/// <summary>The process that has started this one. A pack would outlive an engine that is killed: it looks, and ends with it.</summary>
internal static class ParentProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the parent has ended, or for ever where there is no way to see that.</summary>
    public static async Task EndsAsync()
    {
        if (OperatingSystem.IsWindows())
            await Task.Delay(Timeout.InfiniteTimeSpan);
        var parent = GetParentId();
        using var timer = new PeriodicTimer(Interval);
        while (GetParentId() == parent)
            await timer.WaitForNextTickAsync();
    }

    // An orphan is given another parent.
    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetParentId();
}
