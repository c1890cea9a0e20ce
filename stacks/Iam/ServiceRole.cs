using Pulumi;
using Pulumi.Aws.Iam;

namespace Stacks.Iam;

/// <summary>A role that AWS services take on.</summary>
internal static class ServiceRole
{
    /// <summary>A role for a service, with a policy of its own and policies of AWS.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="service">The service that takes it on, for example lambda.amazonaws.com.</param>
    /// <param name="parent">What the role is part of.</param>
    /// <param name="statements">What it may do.</param>
    /// <param name="managed">Names of policies that AWS maintains.</param>
    public static Role Create(string name, string service, Resource parent, IReadOnlyList<Statement> statements, params string[] managed) =>
        Create(name, [Trust(service, "sts:AssumeRole")], parent, statements, managed);

    /// <summary>A role with a trust policy of its own.</summary>
    public static Role Create(string name, Statement[] trust, Resource parent, IReadOnlyList<Statement> statements, params string[] managed)
    {
        var role = new Role(name, new RoleArgs { AssumeRolePolicy = PolicyDocument.Of(trust) }, new CustomResourceOptions { Parent = parent });
        var child = new CustomResourceOptions { Parent = role };
        if (statements.Count > 0)
            _ = new RolePolicy(name, new RolePolicyArgs { Role = role.Name, Policy = PolicyDocument.Of([.. statements]) }, child);
        foreach (var policy in managed)
        {
            _ = new RolePolicyAttachment(
                $"{name}-{policy.Split('/')[^1]}",
                new RolePolicyAttachmentArgs { Role = role.Name, PolicyArn = $"arn:aws:iam::aws:policy/{policy}" },
                child);
        }

        return role;
    }

    /// <summary>A service may take the role on.</summary>
    public static Statement Trust(string service, params string[] actions) =>
        new("TakenOnBy" + string.Concat(service.Split('.')[0].Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])))
        {
            Principals = ("Service", new InputList<string> { service }),
            Actions = actions,
        };
}
