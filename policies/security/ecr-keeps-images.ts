import { each, parseJson, resourcePolicy } from "@room-type/policy-support";

export const ecrKeepsImages = resourcePolicy({
    name: "ecr-keeps-images",
    description: "Repositories forget images by the tags that they were given to be forgotten: ECR does not know what runs, and what is deployed by digest may have no tag.",
    checks: {
        "aws:ecr/lifecyclePolicy:LifecyclePolicy": (props, { report }) =>
            each(parseJson(props.policy)?.rules, (rule: any, index) => {
                const { tagStatus, tagPrefixList = [], tagPatternList = [] } = rule.selection ?? {};
                const chosen = [...tagPrefixList, ...tagPatternList.map((pattern: string) => pattern.replace(/\*.*$/, ""))];
                if (rule.action?.type === "expire" && (tagStatus !== "tagged" || chosen.length === 0 || chosen.includes(""))) {
                    report(`policy: rule ${index + 1} must select by tagStatus 'tagged' with prefixes or patterns that begin with some`);
                }
            }),
    },
});
