using Pulumi;

namespace Stacks.Backends.Lambda;

/// <summary>How the function is to be.</summary>
public sealed class LambdaBackendArgs : ResourceArgs
{
    /// <summary>The image, by digest: a tag that is pushed again does not update a function.</summary>
    public required Input<string> ImageUri { get; init; }

    /// <summary>Memory in MB, 128 to 10240; CPU grows with it, 1769 is one vCPU.</summary>
    public required int MemoryMb { get; init; }

    /// <summary>Longest time of one request in seconds.</summary>
    public required int TimeoutSeconds { get; init; }

    /// <summary>Days that logs are kept.</summary>
    public required int LogRetentionDays { get; init; }
}
