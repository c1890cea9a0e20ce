import { containers, resourcePolicy, workloads } from "@room-type/policy-support";

const digest = /@sha256:[0-9a-f]{64}$/;
const form = "must name the image by digest: repository@sha256:...";

export const imageByDigest = resourcePolicy({
    name: "image-by-digest",
    description: "Images are named by digest: a tag that is pushed again updates nothing, or what nobody reviewed.",
    checks: {
        "aws:lambda/function:Function": (props, { report }) => {
            if (props.packageType === "Image" && !digest.test(props.imageUri)) {
                report(`imageUri ${form}`);
            }
        },
        "aws:ecs/taskDefinition:TaskDefinition": (props, { report }) =>
            containers(props, (container, path) => digest.test(container.image) || report(`${path}.image ${form}`)),
        ...workloads((container, path, _pod, { report }) => digest.test(container.image) || report(`${path}.image ${form}`)),
    },
});
