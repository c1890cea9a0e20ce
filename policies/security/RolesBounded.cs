using System.ComponentModel;
using Policies.Support;
using Pulumi.Policy;

namespace Policies.Security;

internal static class RolesBounded
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "roles-bounded",
        "Roles have a permissions boundary: whoever may deploy could give a role more than the deployer has.",
        OptionsJson.Default.RolesBoundedOptions,
        new()
        {
            ["aws:iam/role:Role"] = (props, context) =>
            {
                if (!context.Config.Exempt.Contains(context.Args.Urn.Split("::")[1]) && !props["permissionsBoundary"].IsTruthy)
                    context.Report("permissionsBoundary must be set");
            },
        });
}

internal sealed record RolesBoundedOptions
{
    [Description("Projects whose roles need none, as those that make the boundary."), JsonSchema(Schemas.Names)]
    public IReadOnlyList<string> Exempt { get; set; } = ["room-type-bootstrap"];
}
