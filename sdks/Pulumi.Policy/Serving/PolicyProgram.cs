namespace Pulumi.Policy.Serving;

/// <summary>Runs the program of policy packs in this process: instead of serving its packs it hands them over.</summary>
internal static class PolicyProgram
{
    private static readonly AsyncLocal<List<PolicyPack>?> Taken = new();

    /// <summary>The packs that a program would serve; none if it serves none.</summary>
    /// <param name="run">Calls the program's entry point.</param>
    public static IReadOnlyList<PolicyPack> PacksOf(Action run)
    {
        var taken = new List<PolicyPack>();
        Taken.Value = taken;
        try
        {
            run();
        }
        finally
        {
            Taken.Value = null;
        }
        return taken;
    }

    /// <summary>Takes the packs of a program that <see cref="PacksOf"/> runs.</summary>
    /// <returns>Whether it does: otherwise they are to be served.</returns>
    public static bool TakePacks(IEnumerable<PolicyPack> packs)
    {
        Taken.Value?.AddRange(packs);
        return Taken.Value is not null;
    }
}
