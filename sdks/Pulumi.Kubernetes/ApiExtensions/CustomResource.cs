using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Outputs.Meta.V1;

namespace Pulumi.Kubernetes.ApiExtensions;

/// <summary>An object of a kind that a CustomResourceDefinition adds to the cluster.</summary>
public class CustomResource : KubernetesResource
{
    /// <summary>Registers an object of the kind that <paramref name="args"/> names.</summary>
    public CustomResource(string name, CustomResourceArgs args, CustomResourceOptions? options = null)
        : base(args.Type, name, args, options)
    {
    }

    /// <summary>The group and version of the object's kind.</summary>
    [Output("apiVersion")]
    public Output<string> ApiVersion { get; private set; } = null!;

    /// <summary>The object's kind.</summary>
    [Output("kind")]
    public Output<string> Kind { get; private set; } = null!;

    /// <summary>The object's metadata.</summary>
    [Output("metadata")]
    public Output<ObjectMeta> Metadata { get; private set; } = null!;
}

/// <summary>
/// The arguments of a custom resource. A class for each kind derives from it and adds the kind's properties, each marked with
/// <see cref="InputAttribute"/>.
/// </summary>
public abstract class CustomResourceArgs : ResourceArgs
{
    /// <summary>Arguments of <paramref name="kind"/> in <paramref name="apiVersion"/>, as <c>karpenter.sh/v1</c>.</summary>
    protected CustomResourceArgs(string apiVersion, string kind)
    {
        ApiVersion = apiVersion;
        Kind = kind;
        Type = $"kubernetes:{apiVersion}:{kind}";
    }

    /// <summary>The group and version of the object's kind.</summary>
    [Input("apiVersion")]
    public Input<string> ApiVersion { get; }

    /// <summary>The object's kind.</summary>
    [Input("kind")]
    public Input<string> Kind { get; }

    /// <summary>The object's metadata.</summary>
    [Input("metadata")]
    public Input<ObjectMetaArgs>? Metadata { get; set; }

    /// <summary>The resource type; inputs cannot tell it, as it is needed at once.</summary>
    internal string Type { get; }
}
