using Pulumirpc;

namespace Pulumi.Policy;

/// <summary>The options of a resource.</summary>
public sealed record PolicyResourceOptions
{
    internal PolicyResourceOptions(AnalyzerResourceOptions? options)
    {
        options ??= new AnalyzerResourceOptions();
        Protect = options.Protect;
        IgnoreChanges = [.. options.IgnoreChanges];
        DeleteBeforeReplace = options.DeleteBeforeReplaceDefined ? options.DeleteBeforeReplace : null;
        AdditionalSecretOutputs = [.. options.AdditionalSecretOutputs];
        Aliases = [.. options.Aliases];
        var timeouts = options.CustomTimeouts ?? new AnalyzerResourceOptions.Types.CustomTimeouts();
        CustomTimeouts = new PolicyCustomTimeouts(timeouts.Create, timeouts.Update, timeouts.Delete, timeouts.Read);
        Parent = options.Parent;
    }

    /// <summary>Whether deletion is refused.</summary>
    public bool Protect { get; }

    /// <summary>Inputs whose changes are ignored.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; }

    /// <summary>Whether a replacement deletes first; null where that is left to the provider.</summary>
    public bool? DeleteBeforeReplace { get; }

    /// <summary>Outputs that are secret besides those that the provider says.</summary>
    public IReadOnlyList<string> AdditionalSecretOutputs { get; }

    /// <summary>Earlier URNs.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>Longest times for operations.</summary>
    public PolicyCustomTimeouts CustomTimeouts { get; }

    /// <summary>The parent's URN; empty for none.</summary>
    public string Parent { get; }
}

/// <summary>Longest times for operations, in seconds; 0 for the provider's default.</summary>
public sealed record PolicyCustomTimeouts(double CreateSeconds, double UpdateSeconds, double DeleteSeconds, double ReadSeconds);
