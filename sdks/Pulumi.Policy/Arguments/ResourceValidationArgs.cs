using System.Diagnostics.CodeAnalysis;
using Pulumirpc;

namespace Pulumi.Policy;

/// <summary>What a policy of single resources is given: the resource, the policy's configuration and the stack.</summary>
public sealed class ResourceValidationArgs : ResourcePolicyArgs
{
    private readonly PolicyContext _context;

    internal ResourceValidationArgs(AnalyzeRequest request, PropertyValue props, PolicyContext context)
        : base(request.Type, request.Name, request.Urn, props, request.Options, request.Provider) => _context = context;

    /// <summary>The stack.</summary>
    public PolicyStack Stack => _context.Stack;

    /// <summary>The stack's tags.</summary>
    public IReadOnlyDictionary<string, string> StackTags => _context.Stack.Tags;

    /// <summary>The policy's configuration, with the defaults of the type where nothing is configured.</summary>
    /// <exception cref="InvalidOperationException">The policy's <see cref="ValidationPolicy.ConfigSchema"/> is of another type.</exception>
    public T GetConfig<T>()
        where T : class => _context.GetConfig<T>();

    /// <summary>Says that the policy is not about this resource, and ends it.</summary>
    [DoesNotReturn]
    [SuppressMessage("Performance", "CA1822", Justification = "It is said of these arguments, as in the other SDKs.")]
    public void NotApplicable(string reason = "") => throw new NotApplicableException(reason);
}
