using Pulumi;

namespace Stacks.Conventions;

/// <summary>Names that are known before the deployment, so that parts can name each other.</summary>
internal static class StackName
{
    /// <summary>The project and the stack, as room-type-dev.</summary>
    public static string Full => $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}";
}
