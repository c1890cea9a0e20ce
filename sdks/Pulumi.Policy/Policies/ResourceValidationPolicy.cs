namespace Pulumi.Policy;

/// <summary>
/// A policy of single resources, asked for each before it is created or updated, with its inputs. It has at least one of the four
/// functions; where several are set, all run.
/// </summary>
public sealed record ResourceValidationPolicy : ValidationPolicy
{
    /// <summary>Types of resources, such as <c>aws:lambda/function:Function</c>, that the policy is about. Empty: any.</summary>
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    /// <summary>Reports what is wrong with a resource.</summary>
    public Action<ResourceValidationArgs, ReportViolation>? ValidateResource { get; init; }

    /// <summary>The same where it waits for something.</summary>
    public Func<ResourceValidationArgs, ReportViolation, CancellationToken, Task>? ValidateResourceAsync { get; init; }

    /// <summary>
    /// Changes the inputs of a resource, in place (<see cref="ResourcePolicyArgs.Props"/>) so that secrets stay secret, and returns them;
    /// null where there is nothing to change. Runs at the level <see cref="Pulumi.Policy.EnforcementLevel.Remediate"/> only.
    /// </summary>
    public Func<ResourceValidationArgs, PropertyValue?>? RemediateResource { get; init; }

    /// <summary>The same where it waits for something.</summary>
    public Func<ResourceValidationArgs, CancellationToken, Task<PropertyValue?>>? RemediateResourceAsync { get; init; }

    internal bool Validates => ValidateResource is not null || ValidateResourceAsync is not null;

    internal bool Remediates => RemediateResource is not null || RemediateResourceAsync is not null;
}
