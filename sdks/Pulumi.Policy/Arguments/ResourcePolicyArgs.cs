using System.Text.Json.Serialization.Metadata;
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

    /// <summary>
    /// The resource's values as a record of the policy's own, where the resource is of a class such as <c>Pulumi.Aws.Lambda.Function</c> or
    /// <c>Pulumi.Kubernetes.Apps.V1.Deployment</c>; null for others. Only what the record declares is read.
    /// </summary>
    /// <param name="type">Of a JsonSerializerContext of the pack: code is generated for it, and works natively, too.</param>
    /// <typeparam name="TResource">The class of the resource.</typeparam>
    /// <typeparam name="T">The record. Names of its properties are those of the inputs, by the context's naming policy.</typeparam>
    /// <exception cref="UnknownValueException">Something that the record declares is not known yet.</exception>
    public T? AsTyped<TResource, T>(JsonTypeInfo<T> type)
        where TResource : Resource
        where T : class => IsType<TResource>() ? AsTyped(type) : null;

    /// <summary>The resource's values as a record of the policy's own, whatever the resource is.</summary>
    /// <exception cref="UnknownValueException">Something that the record declares is not known yet.</exception>
    public T AsTyped<T>(JsonTypeInfo<T> type)
        where T : class => TypedValues.Read(Props, type);

    private protected static PropertyValue View(Struct? properties, bool isReadOnly) => PropertyValue.Of(properties ?? new Struct(), isReadOnly);
}
