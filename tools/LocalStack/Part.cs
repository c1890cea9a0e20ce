namespace RoomTypes.LocalStack;

/// <summary>A server that runs as a child process.</summary>
internal abstract class Part
{
    /// <summary>What it is called in the log.</summary>
    public abstract string Name { get; }

    /// <summary>Where it listens, on this machine's loopback.</summary>
    public abstract int Port { get; }

    /// <summary>What asks it to end in order.</summary>
    public virtual Signal End => Signal.Terminate;

    /// <summary>Makes what it needs for its first start; does nothing at later ones.</summary>
    /// <exception cref="StackException">It cannot be made.</exception>
    public virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>How it is started.</summary>
    public abstract Launch Launch();

    /// <summary>Whether it does what it is for.</summary>
    public abstract Task<bool> IsHealthyAsync(CancellationToken cancellationToken);
}
