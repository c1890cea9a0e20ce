import { PolicyResource } from "@pulumi/policy";
import { ofType, stackPolicy } from "@room-type/policy-support";

const rights = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"];
const parts = [...rights, "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive"];

export const roleRightsFirst = stackPolicy({
    name: "role-rights-first",
    description: "What uses a role depends on all that gives the role its rights: it would start without them, and outlive them when the stack goes.",
    check: ({ resources, report }) => {
        const given = ofType(resources, ...rights);
        for (const user of resources.filter(resource => !parts.includes(resource.type))) {
            const known = new Set(user.dependencies.map(dependency => dependency.urn));
            for (const role of rolesOf(user)) {
                const missing = given.filter(right => rolesOf(right).includes(role) && !known.has(right.urn));
                if (missing.length > 0) {
                    report(`must depend on ${missing.map(right => `${right.type.split(":")[2]} ${right.name}`).join(", ")}`, user.urn);
                }
            }
        }
    },
});

/** The roles that a resource names in its inputs. */
function rolesOf(resource: PolicyResource): string[] {
    return Object.values(resource.propertyDependencies).flat().filter(named => named.type === "aws:iam/role:Role").map(role => role.urn);
}
