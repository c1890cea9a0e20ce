namespace Pulumi;

/// <summary>Settings of a stack.</summary>
public class StackOptions
{
    /// <summary>Changes applied to every resource of the stack, after those of the resource and its parents.</summary>
    public List<ResourceTransformation> ResourceTransformations { get; set; } = [];
}
