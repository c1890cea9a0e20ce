namespace Pulumi.Policy;

/// <summary>A policy of a stack as a whole, asked once at the end of a preview or an update, with the outputs of all resources.</summary>
public sealed record StackValidationPolicy : ValidationPolicy
{
    /// <summary>Reports what is wrong with the stack.</summary>
    public Action<StackValidationArgs, ReportViolation>? ValidateStack { get; init; }

    /// <summary>The same where it waits for something. If both are set, both run.</summary>
    public Func<StackValidationArgs, ReportViolation, CancellationToken, Task>? ValidateStackAsync { get; init; }
}
