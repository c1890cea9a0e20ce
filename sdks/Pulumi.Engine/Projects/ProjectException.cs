namespace Pulumi.Engine.Projects;

/// <summary>
/// A fault in what the user wrote: the project file, a stack's configuration, or a command line. The message names the
/// bad value, what is allowed, and how to mend it.
/// </summary>
public sealed class ProjectException : Exception
{
    /// <summary>One fault.</summary>
    public ProjectException(string message)
        : base(message)
    {
    }

    /// <summary>A fault found while reading a file.</summary>
    public ProjectException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Several faults, told together, one a line.</summary>
    public ProjectException(IEnumerable<string> messages)
        : base(string.Join(Environment.NewLine, messages))
    {
    }
}
