using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Pulumi.Policy;

/// <summary>A resource as policies see it.</summary>
public abstract class ResourcePolicyArgs
{
    private readonly Lazy<PolicyResourceOptions> _options;

    private protected ResourcePolicyArgs(
        string type, string name, string urn, PropertyValue props, AnalyzerResourceOptions? options, AnalyzerProviderResource? provider)
    {
        (Type, Name, Urn, Props) = (type, name, urn, props);
        _options = new Lazy<PolicyResourceOptions>(() => new PolicyResourceOptions(options));
        Provider = provider is null ? null : new PolicyProviderResource(provider);
    }

    /// <summary>The type token, such as <c>aws:lambda/function:Function</c>.</summary>
    public string Type { get; }

    /// <summary>The resource's name in the program.</summary>
    public string Name { get; }

    /// <summary>Its URN.</summary>
    public string Urn { get; }

    /// <summary>
    /// Its inputs, or in a policy of a stack its outputs. Secrets are plain text; reading what is not known yet ends the policy with
    /// an advisory note (<see cref="UnknownValueException"/>).
    /// </summary>
    public PropertyValue Props { get; }

    /// <summary>Its options.</summary>
    public PolicyResourceOptions Opts => _options.Value;

    /// <summary>Its provider, where the engine tells it.</summary>
    public PolicyProviderResource? Provider { get; }

    /// <summary>Whether the resource is of a class, such as <c>Pulumi.Aws.Lambda.Function</c>.</summary>
    public bool IsType<TResource>()
        where TResource : Resource => ResourceTokens.Of(typeof(TResource)) == Type;

    private protected static PropertyValue View(Struct? properties, bool isReadOnly) => PropertyValue.Of(properties ?? new Struct(), isReadOnly);
}
