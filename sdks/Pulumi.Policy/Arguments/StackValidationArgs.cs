using System.Diagnostics.CodeAnalysis;

namespace Pulumi.Policy;

/// <summary>What a policy of a stack is given: all resources, the policy's configuration and the stack.</summary>
public sealed class StackValidationArgs
{
    private readonly PolicyContext _context;

    internal StackValidationArgs(IReadOnlyList<PolicyResource> resources, PolicyContext context) => (Resources, _context) = (resources, context);

    /// <summary>All resources, with the stack itself, components and providers.</summary>
    public IReadOnlyList<PolicyResource> Resources { get; }

    /// <summary>The stack.</summary>
    public PolicyStack Stack => _context.Stack;

    /// <summary>The stack's tags.</summary>
    public IReadOnlyDictionary<string, string> StackTags => _context.Stack.Tags;

    /// <summary>The policy's configuration, with the defaults of the type where nothing is configured.</summary>
    /// <exception cref="InvalidOperationException">The policy's <see cref="ValidationPolicy.ConfigSchema"/> is of another type.</exception>
    public T GetConfig<T>()
        where T : class => _context.GetConfig<T>();

    /// <summary>Says that the policy is not about this stack, and ends it.</summary>
    [DoesNotReturn]
    [SuppressMessage("Performance", "CA1822", Justification = "It is said of these arguments, as in the other SDKs.")]
    public void NotApplicable(string reason = "") => throw new NotApplicableException(reason);
}
