import { resourcePolicy } from "@room-type/policy-support";

export const ecrScanOnPush = resourcePolicy({
    name: "ecr-scan-on-push",
    description: "Images are scanned for known vulnerabilities when they are pushed.",
    checks: {
        "aws:ecr/repository:Repository": (props, { report }) => {
            if (props.imageScanningConfiguration?.scanOnPush !== true) {
                report("imageScanningConfiguration.scanOnPush must be true");
            }
        },
    },
});
