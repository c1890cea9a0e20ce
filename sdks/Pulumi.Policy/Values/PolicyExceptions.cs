namespace Pulumi.Policy;

/// <summary>A policy read a value that a preview does not know. The policy ends, and an advisory note says that it could not run.</summary>
public sealed class UnknownValueException : Exception
{
    internal UnknownValueException(string kind, string path)
        : base($"{kind} value at .{path} can't be known during preview") => Path = path;

    /// <summary>The way to the value, keys and indices joined by periods.</summary>
    public string Path { get; }
}

/// <summary>A policy is not about what it was asked about.</summary>
internal sealed class NotApplicableException(string reason) : Exception(reason.Length > 0 ? reason : "Policy does not apply")
{
    public string Reason => reason;
}

/// <summary>A policy failed; the message names it.</summary>
internal sealed class PolicyFailedException(string message, Exception inner) : Exception(message, inner);
