import { PolicyResource } from "@pulumi/policy";
import { all, dependsOn, each, number, ofType, stackPolicy } from "@room-type/policy-support";

interface Config {
    maximumRate: number;
    maximumBurst: number;
}

export const apiThrottling = stackPolicy<Config>({
    name: "api-throttling",
    description: "Every stage of an API throttles all its methods within limits: the account's own limit is shared by all its APIs.",
    config: {
        maximumRate: number("Most requests a second.", 100, { minimum: 1 }),
        maximumBurst: number("Most requests at once.", 200, { minimum: 1 }),
    },
    check: ({ config, resources, report }) => {
        const settings = ofType(resources, "aws:apigateway/methodSettings:MethodSettings");
        const check = (resource: PolicyResource, limits: () => any, path: string) => all(
            () => atMost(limits()?.throttlingRateLimit, config.maximumRate, `${path}.throttlingRateLimit`, resource),
            () => atMost(limits()?.throttlingBurstLimit, config.maximumBurst, `${path}.throttlingBurstLimit`, resource),
        );
        const atMost = (limit: any, most: number, path: string, { urn }: PolicyResource) => {
            // -1 switches throttling off.
            if (typeof limit !== "number" || limit < 0 || limit > most) {
                report(`${path} must be set, from 0 to ${most}`, urn);
            }
        };
        all(
            () => each(settings, resource => check(resource, () => resource.props.settings, "settings")),
            () => each(ofType(resources, "aws:apigatewayv2/stage:Stage"), stage =>
                check(stage, () => stage.props.defaultRouteSettings, "defaultRouteSettings")),
            () => each(ofType(resources, "aws:apigateway/stage:Stage"), stage => {
                const own = settings.filter(resource => dependsOn(resource, stage));
                if (!own.some(resource => resource.props.methodPath === "*/*")) {
                    report("the stage needs MethodSettings with methodPath '*/*' that throttle all its methods", stage.urn);
                }
            }),
        );
    },
});
