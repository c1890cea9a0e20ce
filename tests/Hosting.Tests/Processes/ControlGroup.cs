using System.Globalization;

namespace Hosting.Tests.Processes;

/// <summary>A control group with limits, of version 1 or 2, as a container engine makes one for each container.</summary>
internal sealed class ControlGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const int Period = 100_000;
    private readonly List<string> _folders = [];

    /// <param name="cores">The processor time that it may take, for example 1.0.</param>
    /// <param name="bytes">The most memory.</param>
    public ControlGroup(double cores, long bytes)
    {
        var name = $"room-type-test-{Environment.ProcessId}";
        var quota = ((int)(cores * Period)).ToString(CultureInfo.InvariantCulture);
        if (IsUnified)
        {
            var folder = Make(Root, name);
            File.WriteAllText($"{folder}/cpu.max", $"{quota} {Period}");
            File.WriteAllText($"{folder}/memory.max", $"{bytes}");
            return;
        }

        var cpu = Make($"{Root}/cpu", name);
        File.WriteAllText($"{cpu}/cpu.cfs_period_us", $"{Period}");
        File.WriteAllText($"{cpu}/cpu.cfs_quota_us", quota);
        File.WriteAllText($"{Make($"{Root}/memory", name)}/memory.limit_in_bytes", $"{bytes}");
    }

    /// <summary>Why none can be made here, or null.</summary>
    public static string? Missing { get; } = Environment.UserName != "root"
        ? "Limiting a control group needs root."
        : Usable() ? null : $"No control group can be limited under {Root} here.";

    /// <summary>What a shell runs before the program, to be within it.</summary>
    public string Enter => string.Concat(_folders.Select(folder => $"echo $$ > {folder}/cgroup.procs; "));

    /// <summary>Its processes must have ended.</summary>
    public void Dispose() => _folders.ForEach(Directory.Delete);

    private static bool IsUnified => File.Exists($"{Root}/cgroup.controllers");

    private static bool Usable() => IsUnified
        ? File.ReadAllText($"{Root}/cgroup.subtree_control") is var controllers && controllers.Contains("cpu", StringComparison.Ordinal) && controllers.Contains("memory", StringComparison.Ordinal)
        : File.Exists($"{Root}/cpu/cgroup.procs") && File.Exists($"{Root}/memory/cgroup.procs");

    private string Make(string parent, string name)
    {
        var folder = Directory.CreateDirectory($"{parent}/{name}").FullName;
        _folders.Add(folder);
        return folder;
    }
}

/// <summary>Skips where no control group can be limited.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ControlGroupFactAttribute : FactAttribute
{
    public ControlGroupFactAttribute() => Skip = ControlGroup.Missing;
}
