using Pulumi;
using Pulumi.Aws;
using Partition = Stacks.Conventions.Partition;

namespace Stacks.Iam;

/// <summary>
/// The policy that bounds every role of a stack, whatever the role's own policies say. The account has it from <c>bootstrap/</c>, where
/// the role that deploys may make no other roles, and no policies of others (docs/decisions/0071).
/// </summary>
internal static class RoleBoundary
{
    /// <summary>Its name, known beforehand; IAM has no regions, and the policy is about one.</summary>
    public static string Name(string region) => $"room-type-roles-{region}";

    /// <summary>Its ARN in the account that a stack is deployed to.</summary>
    public static Output<string> Arn(string region) => GetCallerIdentity.Invoke().Apply(caller => Arn(region, caller.AccountId));

    /// <summary>Its ARN in an account.</summary>
    public static string Arn(string region, string account) => $"arn:{Partition.Of(region).Name}:iam::{account}:policy/{Name(region)}";
}
