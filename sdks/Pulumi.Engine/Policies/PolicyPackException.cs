namespace Pulumi.Engine.Policies;

/// <summary>A policy pack cannot be started, cannot be configured, or fails while it runs; the message says which and why.</summary>
public sealed class PolicyPackException : Exception
{
    /// <summary>A fault of a pack or of its configuration.</summary>
    public PolicyPackException(string message)
        : base(message)
    {
    }

    /// <summary>A fault that has a cause.</summary>
    public PolicyPackException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
