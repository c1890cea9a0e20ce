using System.Reflection;
using Pulumi;
using Pulumi.Aws.AutoScaling.Inputs;
using Pulumi.Aws.Iam;

namespace Stacks.Conventions;

/// <summary>What holds for every resource of the stack: its tags, and what must not be lost.</summary>
internal static class StackConventions
{
    // What holds state, or an address that others know. Never what serves (clusters, load balancers, networks): another backend replaces
    // it, and what refuses to go then leaves the stack half way.
    private static readonly HashSet<string> Protected =
    [
        "aws:apigateway/restApi:RestApi",
        "aws:appconfig/application:Application",
        "aws:backup/vault:Vault",
        "aws:ecr/repository:Repository",
        "aws:kms/key:Key",
        "aws:rds/cluster:Cluster",
        "aws:s3/bucket:Bucket",
    ];

    // What is kept after the stack is gone.
    private static readonly HashSet<string> Retained = ["aws:backup/vault:Vault", "aws:backup/vaultLockConfiguration:VaultLockConfiguration", "aws:cloudwatch/logGroup:LogGroup", "aws:ecr/repository:Repository", "aws:kms/key:Key", "aws:s3/bucket:Bucket"];

    /// <summary>The stack's options that apply the conventions to every resource.</summary>
    /// <param name="owner">Who answers for it.</param>
    /// <param name="costCenter">Who pays for it.</param>
    /// <param name="protect">Whether what holds state is protected and kept.</param>
    /// <param name="boundary">The policy that bounds every role; null for none. Asked for when the stack is there, as it may have to ask AWS.</param>
    public static StackOptions Of(string owner, string costCenter, bool protect, Func<Output<string>>? boundary)
    {
        var tags = Tags(owner, costCenter);
        var bound = boundary is null ? null : new Lazy<Output<string>>(boundary);
        return new StackOptions { ResourceTransformations = { args => Apply(args, tags, protect, bound) } };
    }

    /// <summary>The tags of everything that takes tags.</summary>
    public static IReadOnlyDictionary<string, string> Tags(string owner, string costCenter) => new Dictionary<string, string>
    {
        ["Project"] = Deployment.Instance.ProjectName,
        // Bills and budgets go by one tag: other projects have environments of the same names.
        ["Stack"] = StackName.Full,
        ["Environment"] = Deployment.Instance.StackName,
        ["Owner"] = owner,
        ["CostCenter"] = costCenter,
        ["ManagedBy"] = "pulumi",
    };

    private static ResourceTransformationResult Apply(ResourceTransformationArgs resource, IReadOnlyDictionary<string, string> tags, bool protect, Lazy<Output<string>>? boundary)
    {
        var type = resource.Resource.GetResourceType();
        if (type.StartsWith("aws:", StringComparison.Ordinal))
            AddTags(resource.Args, tags);
        if (boundary is not null && resource.Args is RoleArgs role)
            role.PermissionsBoundary ??= boundary.Value;
        // Said of every resource: children would inherit it, and could then not be replaced.
        resource.Options.Protect = protect && Protected.Contains(type);
        // Likewise: a key's name or a repository's rule that stayed would be in the way of the next stack of this name.
        if (protect && resource.Options is CustomResourceOptions custom)
            custom.RetainOnDelete ??= Retained.Contains(type);
        return new ResourceTransformationResult(resource.Args, resource.Options);
    }

    // A provider's default tags would do in AWS, but are outputs only: policies could not read them before the deployment.
    private static void AddTags(ResourceArgs args, IReadOnlyDictionary<string, string> tags)
    {
        switch (args.GetType().GetProperty("Tags", BindingFlags.Public | BindingFlags.Instance)?.GetValue(args))
        {
            case InputMap<string> map:
                foreach (var (key, value) in tags)
                    map.Add(key, value);
                break;
            // A group hands them on to its instances.
            case InputList<GroupTagArgs> list:
                foreach (var (key, value) in tags)
                    list.Add(new GroupTagArgs { Key = key, Value = value, PropagateAtLaunch = true });
                break;
        }
    }
}
