using Pulumi;

namespace Stacks.Conventions;

/// <summary>Where a resource was in an earlier release, so that a deployed stack keeps the object when it moves to another parent.</summary>
internal static class FormerUrn
{
    /// <summary>The alias of a resource below parents that are gone.</summary>
    /// <param name="parents">The types of its parents from the outside in, joined by $.</param>
    /// <param name="type">The resource's type.</param>
    /// <param name="name">Its logical name then.</param>
    public static Alias Of(string parents, string type, string name) =>
        new() { Urn = $"urn:pulumi:{Deployment.Instance.StackName}::{Deployment.Instance.ProjectName}::{parents}${type}::{name}" };
}
