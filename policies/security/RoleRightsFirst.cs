using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class RoleRightsFirst
{
    private static readonly string[] Rights = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"];

    private static readonly string[] Parts =
    [
        .. Rights,
        "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    ];

    public static StackValidationPolicy Policy { get; } = Rules.Stack(
        "role-rights-first",
        "What uses a role depends on all that gives the role its rights: it would start without them, and outlive them when the stack goes.",
        context =>
        {
            var given = context.Resources.OfType(Rights);
            foreach (var user in context.Resources.Where(resource => !Parts.Contains(resource.Type)))
            {
                HashSet<string> known = [.. user.Dependencies.Select(dependency => dependency.Urn)];
                foreach (var role in RolesOf(user))
                {
                    List<PolicyResource> missing = [.. given.Where(right => GivenTo(right).Contains(role) && !known.Contains(right.Urn))];
                    if (missing.Count > 0)
                        context.Report($"must depend on {string.Join(", ", missing.Select(right => $"{right.Type.Split(':')[2]} {right.Name}"))}", user);
                }
            }
        });

    /// <summary>The role that a policy is of; one that its document names is another matter.</summary>
    private static IEnumerable<string> GivenTo(PolicyResource right) =>
        right.PropertyDependencies.TryGetValue("role", out var named) ? named.Where(role => role.Type == "aws:iam/role:Role").Select(role => role.Urn) : [];

    /// <summary>The roles that a resource names in its inputs.</summary>
    private static IEnumerable<string> RolesOf(PolicyResource resource) =>
        resource.PropertyDependencies.Values.SelectMany(named => named).Where(named => named.Type == "aws:iam/role:Role").Select(role => role.Urn);
}
