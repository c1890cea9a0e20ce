import {
    EnforcementLevel,
    PolicyResource,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationPolicy,
} from "@pulumi/policy";
import { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** Inputs of any resource: policies go by type tokens, so that a pack needs no provider SDK of hundreds of megabytes. */
export type Props = any;

/** Takes violations. Messages name paths and limits, never values: those may be secret. */
export interface Reporter {
    report(message: string): void;
}

/** What a check has besides the resource's inputs. */
export interface Context<Config> extends Reporter {
    config: Config;
    args: ResourceValidationArgs;
}

/** What a check of a whole stack has. */
export interface StackContext<Config> {
    config: Config;
    resources: PolicyResource[];
    report(message: string, urn: string): void;
}

interface Rule {
    name: string;
    /** What the policy demands, and why. */
    description: string;
    enforcementLevel?: EnforcementLevel;
    /** Configuration, each property with a default. */
    config?: Record<string, PolicyConfigJSONSchema>;
}

/** A policy of single resources: one check for each type it is about, or one for any type. */
export function resourcePolicy<Config = {}>(
    rule: Rule & { checks: Record<string, (props: Props, context: Context<Config>) => void> },
): ResourceValidationPolicy {
    const types = Object.keys(rule.checks);
    const validateResource = (args: ResourceValidationArgs, report: (message: string) => void) => {
        const check = rule.checks[args.type] ?? rule.checks["*"];
        check?.(args.props, { config: args.getConfig<any>(), args, report });
    };
    // As validateResourceOfType does: the SDK then passes over resources of other types before it reads their inputs.
    const ofOneType = types.length === 1 && types[0] !== "*" ? { __pulumiType: types[0] } : {};
    return { ...head(rule), validateResource: Object.assign(validateResource, ofOneType) };
}

/** A policy of a stack as a whole. */
export function stackPolicy<Config = {}>(rule: Rule & { check: (context: StackContext<Config>) => void }): StackValidationPolicy {
    return {
        ...head(rule),
        validateStack: (args, report) => rule.check({ config: args.getConfig<any>(), resources: args.resources, report }),
    };
}

function head(rule: Rule) {
    return {
        name: rule.name,
        description: rule.description,
        ...(rule.enforcementLevel && { enforcementLevel: rule.enforcementLevel }),
        ...(rule.config && { configSchema: { properties: rule.config } }),
    };
}
