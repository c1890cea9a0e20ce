using Pulumi;
using Pulumi.Aws.Iam;
using Stacks.Conventions;

namespace Stacks.Iam;

/// <summary>
/// A role that AWS services take on. What uses the role depends on this component: that waits for its policies too, which naming the
/// role does not, and keeps them until the user is gone.
/// </summary>
internal sealed class ServiceRole : ComponentResource
{
    /// <summary>A role for a service, with a policy of its own and policies of AWS.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="service">The service that takes it on, for example lambda.amazonaws.com.</param>
    /// <param name="parent">What the role is part of.</param>
    /// <param name="statements">What it may do.</param>
    /// <param name="managed">Names of policies that AWS maintains.</param>
    public ServiceRole(string name, string service, Resource parent, IReadOnlyList<Statement> statements, params string[] managed)
        : this(name, [Trust(service, "sts:AssumeRole")], parent, statements, managed)
    {
    }

    /// <summary>A role with a trust policy of its own, whose sessions last longer than the hour that IAM takes for the most otherwise.</summary>
    public ServiceRole(string name, Statement[] trust, TimeSpan longest, Resource parent, IReadOnlyList<Statement> statements)
        : this(name, trust, (int?)longest.TotalSeconds, parent, statements, [])
    {
    }

    /// <summary>A role with a trust policy of its own.</summary>
    public ServiceRole(string name, Statement[] trust, Resource parent, IReadOnlyList<Statement> statements, params string[] managed)
        : this(name, trust, null, parent, statements, managed)
    {
    }

    private ServiceRole(string name, Statement[] trust, int? seconds, Resource parent, IReadOnlyList<Statement> statements, string[] managed)
        : base("room-type:iam:ServiceRole", name, new ComponentResourceOptions { Parent = parent })
    {
        // All children of the component, none of the role: dependencies on a component go no deeper.
        var child = new CustomResourceOptions { Parent = this, Aliases = { BelowFormerRole(name, parent) } };
        var args = new RoleArgs { AssumeRolePolicy = PolicyDocument.Of(trust) };
        if (seconds is { } longest)
            args.MaxSessionDuration = longest;
        var role = new Role(name, args, new CustomResourceOptions { Parent = this, Aliases = { new Alias { Parent = parent } } });
        if (statements.Count > 0)
            _ = new RolePolicy(name, new RolePolicyArgs { Role = role.Name, Policy = PolicyDocument.Of([.. statements]) }, child);
        foreach (var policy in managed)
        {
            _ = new RolePolicyAttachment(
                $"{name}-{policy.Split('/')[^1]}",
                new RolePolicyAttachmentArgs { Role = role.Name, PolicyArn = $"arn:{Partition.Current.Name}:iam::aws:policy/{policy}" },
                child);
        }

        (Arn, Name) = (role.Arn, role.Name);
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The role's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The role's name.</summary>
    public Output<string> Name { get; }

    // An earlier release had the role where this component is, and policies below it.
    private static Alias BelowFormerRole(string name, Resource parent) =>
        new() { ParentUrn = parent.Urn.Apply(urn => $"{urn[..urn.LastIndexOf("::", StringComparison.Ordinal)]}$aws:iam/role:Role::{name}") };

    /// <summary>A service may take the role on.</summary>
    public static Statement Trust(string service, params string[] actions) =>
        new("TakenOnBy" + string.Concat(service.Split('.')[0].Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])))
        {
            Principals = ("Service", new InputList<string> { service }),
            Actions = actions,
        };

    /// <summary>A service may take the role on for what is this account's only: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html</summary>
    public static Statement TrustWithin(Output<string> account, string service) =>
        Trust(service, "sts:AssumeRole") with { Conditions = [("StringEquals", "aws:SourceAccount", new InputList<string> { account })] };
}
