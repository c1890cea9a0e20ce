import { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy } from "@room-type/policy-support";
import { addTag, isTaggable, missing, tagSources } from "./tags";

interface Config {
    value: string;
}

const tag = "ManagedBy";

export const managedByTag: ResourceValidationPolicy = {
    ...resourcePolicy<Config>({
        name: "managed-by-tag",
        description: "Every resource that takes tags says that it is managed by code; the tag is added where it is missing.",
        enforcementLevel: "remediate",
        config: { value: { type: "string", description: "Value of the tag where it is added.", default: "pulumi", minLength: 1 } },
        checks: {
            "*": (_, { args, report }) => {
                if (isTaggable(args.type) && missing([tag], tagSources(args)).length > 0) {
                    report(`tags: '${tag}' is missing`);
                }
            },
        },
    }),
    remediateResource: args => {
        if (!isTaggable(args.type) || missing([tag], tagSources(args)).length === 0) {
            return undefined;
        }
        addTag(args, tag, args.getConfig<Config>().value);
        return args.props;
    },
};
