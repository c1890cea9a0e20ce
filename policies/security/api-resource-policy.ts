import { dependsOn, each, ofType, stackPolicy } from "@room-type/policy-support";

export const apiResourcePolicy = stackPolicy({
    name: "api-resource-policy",
    description: "Every REST API has a resource policy that says from where it may be called, besides who may call it.",
    check: ({ resources, report }) => {
        const policies = ofType(resources, "aws:apigateway/restApiPolicy:RestApiPolicy");
        each(ofType(resources, "aws:apigateway/restApi:RestApi"), api => {
            if (!policies.some(policy => dependsOn(policy, api)) && !api.props.policy) {
                report("the API needs a resource policy: its input policy, or a RestApiPolicy", api.urn);
            }
        });
    },
});
