import { ResourceValidationPolicy } from "@pulumi/policy";
import { resourcePolicy } from "@room-type/policy-support";
import { isTaggable, missing, tagSources } from "./tags";

interface Config {
    value: string;
}

const tag = "ManagedBy";

export const managedByTag: ResourceValidationPolicy = {
    ...resourcePolicy<Config>({
        name: "managed-by-tag",
        description: "Every resource that takes tags says that it is managed by code; the tag is added where it is missing.",
        enforcementLevel: "remediate",
        config: { value: { type: "string", description: "Value of the tag ManagedBy where it is added.", default: "pulumi", minLength: 1 } },
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
        const { value } = args.getConfig<Config>();
        // Changed in place: a copy of the tags would hold secret values as plain text.
        if (Array.isArray(args.props.tags)) {
            args.props.tags.push({ key: tag, value, propagateAtLaunch: true });
        } else {
            args.props.tags ??= {};
            args.props.tags[tag] = value;
        }
        return args.props;
    },
};
