using System.Reflection;

namespace Pulumi.Policy;

/// <summary>The type tokens of resource classes.</summary>
internal static class ResourceTokens
{
    /// <summary>The token that a class has by its <see cref="ResourceTypeAttribute"/>.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static string Of(System.Type resource) => resource.GetCustomAttribute<ResourceTypeAttribute>()?.Type
        ?? throw new ArgumentException($"{resource.FullName} has no resource type: name a class of a provider's package, such as Pulumi.Aws.Lambda.Function.", nameof(resource));
}
