namespace Pulumi;

/// <summary>The names of what an engine may support.</summary>
internal static class Features
{
    public const string ResourceReferences = "resourceReferences";
    public const string AliasSpecs = "aliasSpecs";
    public const string OutputValues = "outputValues";
    public const string DeletedWith = "deletedWith";
    public const string Parameterization = "parameterization";
}
