import { PolicyPack } from "@pulumi/policy";
import { accountWide } from "./account-wide";
import { alarmActions } from "./alarm-actions";
import { alarmOrder } from "./alarm-order";
import { alarmSamples } from "./alarm-samples";
import { alarmsPresent } from "./alarms-present";
import { apiIamAuthorization } from "./api-iam-authorization";
import { apiResourcePolicy } from "./api-resource-policy";
import { containerLimits } from "./container-limits";
import { containerNonRoot } from "./container-non-root";
import { containerReadOnlyRoot } from "./container-read-only-root";
import { ecrImmutableTags } from "./ecr-immutable-tags";
import { ecrKeepsImages } from "./ecr-keeps-images";
import { ecrScanOnPush } from "./ecr-scan-on-push";
import { encryptionAtRest } from "./encryption-at-rest";
import { encryptionInTransit } from "./encryption-in-transit";
import { iamNoWildcard } from "./iam-no-wildcard";
import { imageByDigest } from "./image-by-digest";
import { loadBalancerInternal } from "./load-balancer-internal";
import { noEvidently } from "./no-evidently";
import { noPublicAddress } from "./no-public-address";
import { roleRightsFirst } from "./role-rights-first";
import { securityGroupIngress } from "./security-group-ingress";

new PolicyPack("security", {
    enforcementLevel: "mandatory",
    policies: [
        accountWide,
        alarmActions,
        alarmOrder,
        alarmSamples,
        alarmsPresent,
        apiIamAuthorization,
        apiResourcePolicy,
        containerLimits,
        containerNonRoot,
        containerReadOnlyRoot,
        ecrImmutableTags,
        ecrKeepsImages,
        ecrScanOnPush,
        encryptionAtRest,
        encryptionInTransit,
        iamNoWildcard,
        imageByDigest,
        loadBalancerInternal,
        noEvidently,
        noPublicAddress,
        roleRightsFirst,
        securityGroupIngress,
    ],
});
