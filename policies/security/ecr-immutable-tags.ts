import { resourcePolicy } from "@room-type/policy-support";

export const ecrImmutableTags = resourcePolicy({
    name: "ecr-immutable-tags",
    description: "Tags of images never move, so that a tag in a log or a ticket says for good which image it was.",
    checks: {
        "aws:ecr/repository:Repository": (props, { report }) => {
            if (props.imageTagMutability !== "IMMUTABLE") {
                report("imageTagMutability must be IMMUTABLE");
            }
        },
    },
});
