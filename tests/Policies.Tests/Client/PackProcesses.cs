using System.Globalization;
using Policies.Tests.Support;

namespace Policies.Tests.Client;

/// <summary>Processes of policy packs, as the kernel sees them.</summary>
internal static class PackProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Processes that run in a folder.</summary>
    public static IReadOnlyList<int> In(string folder) => [.. Ids().Where(id => Link(id) == folder)];

    /// <summary>Processes of packs of the tests that a process has started.</summary>
    public static IReadOnlyList<int> StartedBy(int parent) =>
        [.. Ids().Where(id => Link(id)?.StartsWith(Path.GetDirectoryName(Repository.TestPack("sample"))!, StringComparison.Ordinal) == true && ParentOf(id) == parent)];

    public static bool Lives(int id) => Directory.Exists($"/proc/{id}") && State(id) != 'Z';

    /// <summary>Waits until something holds, or fails.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, $"not within {Patience.TotalSeconds} s: {what}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static IEnumerable<int> Ids() => Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0);

    private static string? Link(int id)
    {
        try
        {
            return new FileInfo($"/proc/{id}/cwd").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // "id (name) state parent ...": the name may hold spaces.
    private static string[] Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return ["Z", "0"];
        }
    }

    private static char State(int id) => Stat(id)[0][0];

    private static int ParentOf(int id) => int.Parse(Stat(id)[1], CultureInfo.InvariantCulture);
}
