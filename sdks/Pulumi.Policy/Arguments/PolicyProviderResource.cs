using Pulumirpc;

namespace Pulumi.Policy;

/// <summary>The provider of a resource.</summary>
public sealed class PolicyProviderResource
{
    internal PolicyProviderResource(AnalyzerProviderResource provider)
    {
        (Type, Name, Urn) = (provider.Type, provider.Name, provider.Urn);
        Props = PropertyValue.Of(provider.Properties ?? new(), isReadOnly: true);
    }

    /// <summary>Its type, such as <c>pulumi:providers:aws</c>.</summary>
    public string Type { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its URN.</summary>
    public string Urn { get; }

    /// <summary>Its configuration.</summary>
    public PropertyValue Props { get; }
}
