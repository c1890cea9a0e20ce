import { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A whole or fractional number with its default. */
export function number(
    description: string,
    byDefault: number,
    limits: { minimum?: number; maximum?: number } = { minimum: 0 },
    type: "integer" | "number" = "integer",
): PolicyConfigJSONSchema {
    return { type, description, default: byDefault, ...limits };
}

/** The two integers `minimum` and `maximum`. */
export function bounds(what: string, minimum: number, maximum: number): { minimum: PolicyConfigJSONSchema; maximum: PolicyConfigJSONSchema } {
    return { minimum: number(`Least ${what}.`, minimum), maximum: number(`Most ${what}.`, maximum) };
}

/** Yes or no. */
export function flag(description: string, byDefault: boolean): PolicyConfigJSONSchema {
    return { type: "boolean", description, default: byDefault };
}

/** A list of texts without repetitions. */
export function list(description: string, byDefault: string[]): PolicyConfigJSONSchema {
    return { type: "array", description, items: { type: "string", minLength: 1 }, uniqueItems: true, default: byDefault };
}

/** A map whose values are all of one form. */
export function object(
    description: string,
    values: PolicyConfigJSONSchema,
    byDefault: Record<string, string | string[]>,
): PolicyConfigJSONSchema {
    return { type: "object", description, additionalProperties: values, default: byDefault };
}
