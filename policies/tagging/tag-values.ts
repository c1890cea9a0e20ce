import { all, eachEntry, object, resourcePolicy } from "@room-type/policy-support";
import { isTaggable, tagValue, tagSources } from "./tags";

interface Config {
    allowed: Record<string, string[]>;
    formats: Record<string, string>;
}

export const tagValues = resourcePolicy<Config>({
    name: "tag-values",
    description: "Tags hold values that reports can group by: one of a list, or of one format.",
    config: {
        allowed: object(
            "Allowed values by tag.",
            { type: "array", items: { type: "string" }, minItems: 1 },
            { Environment: ["dev", "staging", "prod"] },
        ),
        formats: object(
            "Regular expressions that whole values match, by tag.",
            { type: "string", format: "regex" },
            { Owner: "[a-z][a-z0-9-]{1,62}", CostCenter: "[a-z0-9][a-z0-9-]{1,62}" },
        ),
    },
    checks: {
        "*": (_, { config, args, report }) => {
            if (!isTaggable(args.type)) {
                return;
            }
            const sources = tagSources(args);
            all(
                () => eachEntry(config.allowed, (allowed: string[], name) => {
                    const value = tagValue(name, sources);
                    if (value !== undefined && !allowed.includes(value)) {
                        report(`tags: '${name}' has a value that is not allowed; allowed are ${allowed.join(", ")}`);
                    }
                }),
                () => eachEntry(config.formats, (format: string, name) => {
                    const value = tagValue(name, sources);
                    if (value !== undefined && !new RegExp(`^(?:${format})$`).test(value)) {
                        report(`tags: '${name}' has a value of another format than ${format}`);
                    }
                }),
            );
        },
    },
});
