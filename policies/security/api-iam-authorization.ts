import { resourcePolicy } from "@room-type/policy-support";

export const apiIamAuthorization = resourcePolicy({
    name: "api-iam-authorization",
    description: "Every method of an API demands a signature (AWS_IAM): one that does not is open to whoever reaches it.",
    checks: {
        "aws:apigateway/method:Method": (props, { report }) => {
            if (props.authorization !== "AWS_IAM") {
                report("authorization must be AWS_IAM");
            }
        },
        "aws:apigatewayv2/route:Route": (props, { report }) => {
            if (props.authorizationType !== "AWS_IAM") {
                report("authorizationType must be AWS_IAM");
            }
        },
        "aws:lambda/functionUrl:FunctionUrl": (props, { report }) => {
            if (props.authorizationType !== "AWS_IAM") {
                report("authorizationType must be AWS_IAM");
            }
        },
    },
});
