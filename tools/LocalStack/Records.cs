namespace RoomTypes.LocalStack;

/// <summary>Which processes run on a folder's data.</summary>
internal static class Records
{
    /// <summary>How long a process may take to end in order.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The stack's own.</summary>
    public static ProcessRecord OfStack(string data) => Of(data, "stack");

    /// <summary>A part's.</summary>
    public static ProcessRecord Of(string data, string part) => new(Path.Combine(data, "run", part));

    /// <summary>Makes sure that one stack alone runs on the data, as long as what it returns is not disposed.</summary>
    /// <exception cref="StackException">Another does.</exception>
    public static IDisposable Lock(string data)
    {
        try
        {
            return new FileStream(Path.Combine(data, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StackException($"A stack runs on '{data}' already; ./run down ends it.");
        }
    }

    /// <summary>Ends parts that a stack left behind which was killed.</summary>
    public static async Task EndLeftoversAsync(string data, CancellationToken cancellationToken = default)
    {
        foreach (var part in new[] { "service", "redis" }) await Of(data, part).EndAsync(Signal.Terminate, Patience, cancellationToken);
        await Of(data, "postgres").EndAsync(Signal.Interrupt, Patience, cancellationToken);
    }
}
