import { list, resourcePolicy } from "@room-type/policy-support";
import { isTaggable, missing, tagSources } from "./tags";

export const requiredTags = resourcePolicy<{ tags: string[] }>({
    name: "required-tags",
    description: "Every resource that takes tags has the required ones: bills and alarms are sorted by them.",
    config: { tags: list("Names of the tags; case matters.", ["Project", "Environment", "Owner", "CostCenter"]) },
    checks: {
        "*": (_, { config, args, report }) => {
            if (!isTaggable(args.type)) {
                return;
            }
            for (const name of missing(config.tags, tagSources(args))) {
                report(`tags: '${name}' is missing; set it on the resource or in the provider's defaultTags`);
            }
        },
    },
});
