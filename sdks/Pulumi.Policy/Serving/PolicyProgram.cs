using System.Reflection;

namespace Pulumi.Policy.Serving;

/// <summary>Runs the program of policy packs in this process: instead of serving its packs it hands them over.</summary>
internal static class PolicyProgram
{
    private static readonly AsyncLocal<List<PolicyPack>?> Taken = new();

    /// <summary>The packs of a built program, without a server or a process.</summary>
    /// <param name="assembly">The program, a .dll.</param>
    /// <exception cref="InvalidOperationException">It is no program of policy packs.</exception>
    public static IReadOnlyList<PolicyPack> Load(string assembly)
    {
        var entry = Assembly.LoadFrom(Path.GetFullPath(assembly)).EntryPoint
            ?? throw new InvalidOperationException($"{assembly} is no program.");
        var taken = new List<PolicyPack>();
        Taken.Value = taken;
        try
        {
            entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()], null);
        }
        finally
        {
            Taken.Value = null;
        }
        return taken.Count > 0 ? taken : throw new InvalidOperationException($"{assembly} serves no policy pack: a program of packs ends with PolicyPack.RunAsync.");
    }

    /// <summary>Takes the packs of a program that <see cref="Load"/> runs.</summary>
    /// <returns>Whether it does: otherwise they are to be served.</returns>
    public static bool TakePacks(IEnumerable<PolicyPack> packs)
    {
        Taken.Value?.AddRange(packs);
        return Taken.Value is not null;
    }
}
