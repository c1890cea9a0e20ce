using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A resource that a provider creates, reads, updates and deletes.</summary>
public class CustomResource : Resource
{
    /// <summary>Registers a resource of <paramref name="type"/>.</summary>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : this(type, name, args, options, registerPackageRequest: null)
    {
    }

    /// <inheritdoc cref="CustomResource(string, string, ResourceArgs?, CustomResourceOptions?)"/>
    public CustomResource(
        string type,
        string name,
        ResourceArgs? args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : base(type, name, custom: true, remote: false, args ?? ResourceArgs.Empty, options ?? new(), registerPackageRequest)
    {
    }

    /// <summary>Only a URN of a resource that is registered elsewhere.</summary>
    private protected CustomResource()
    {
    }

    /// <summary>The provider's id of the resource; unknown until it is created.</summary>
    [Output(Constants.IdProperty)]
    public Output<string> Id { get; private protected set; } = null!;
}
