namespace Pulumi;

/// <summary>A resource of which only the URN is known: one that the engine names in a response.</summary>
internal sealed class DependencyResource : CustomResource
{
    public DependencyResource(string urn) => Urn = Output.Create(urn);
}
