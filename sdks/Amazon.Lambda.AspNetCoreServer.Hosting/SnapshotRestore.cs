namespace Amazon.Lambda.Core;

/// <summary>
/// What is done before Lambda takes a snapshot of the process, and after each time it goes on from one (Lambda SnapStart): an environment that
/// is restored has the memory of the others, and a later time (docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-dotnet.html).
/// </summary>
public static class SnapshotRestore
{
    private static readonly Lock Gate = new();
    private static readonly List<Func<ValueTask>> Before = [];
    private static readonly List<Func<ValueTask>> After = [];

    /// <summary>Registers what is done before the snapshot; what was registered last is done first.</summary>
    public static void RegisterBeforeSnapshot(Func<ValueTask> beforeSnapshotAction) => Add(Before, beforeSnapshotAction);

    /// <summary>Registers what is done after each restore, before the first invocation; what was registered first is done first.</summary>
    public static void RegisterAfterRestore(Func<ValueTask> afterRestoreAction) => Add(After, afterRestoreAction);

    internal static Task BeforeSnapshotAsync() => RunAsync(Copy(Before).Reverse());

    internal static Task AfterRestoreAsync() => RunAsync(Copy(After));

    private static void Add(List<Func<ValueTask>> actions, Func<ValueTask> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        lock (Gate) actions.Add(action);
    }

    private static IEnumerable<Func<ValueTask>> Copy(List<Func<ValueTask>> actions)
    {
        lock (Gate) return [.. actions];
    }

    private static async Task RunAsync(IEnumerable<Func<ValueTask>> actions)
    {
        foreach (var action in actions)
            await action().ConfigureAwait(false);
    }
}
