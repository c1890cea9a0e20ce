import { PolicyResource } from "@pulumi/policy";

/** The resources of these types. */
export function ofType(resources: PolicyResource[], ...types: string[]): PolicyResource[] {
    return resources.filter(resource => types.includes(resource.type));
}

/** Whether a resource takes a value of another one, or of one that does. */
export function dependsOn(resource: PolicyResource, target: PolicyResource, seen = new Set<string>()): boolean {
    if (seen.has(resource.urn)) {
        return false;
    }
    seen.add(resource.urn);
    return resource.dependencies.some(dependency => dependency.urn === target.urn || dependsOn(dependency, target, seen));
}
