import { parseJson } from "@room-type/policy-support";
import { ResourceValidationArgs } from "@pulumi/policy";
import taggable = require("./taggable.json");

const autoScalingGroup = "aws:autoscaling/group:Group";
/** The class of EKS nodes, which gives its tags to the instances. */
const nodeClass = "kubernetes:eks.amazonaws.com/v1:NodeClass";
const mapTypes = new Set<string>(taggable);

/** Whether a resource of this type can be tagged. */
export function isTaggable(type: string): boolean {
    return type === autoScalingGroup || type === nodeClass || mapTypes.has(type);
}

type Tagged = Pick<ResourceValidationArgs, "type" | "props" | "provider">;

/** One place where a resource's tags come from. Both functions throw where the tags are not known yet. */
export interface TagSource {
    names(): string[];
    value(name: string): any;
}

/** The places of a resource's tags, nearest first. */
export function tagSources(args: Tagged): TagSource[] {
    if (args.type === autoScalingGroup) {
        // A list, so that each tag can say whether instances get it too; the provider's default tags do not reach it.
        return [listSource(() => args.props.tags ?? [])];
    }
    if (args.type === nodeClass) {
        return [mapSource(() => args.props.spec?.tags ?? {})];
    }
    return [
        mapSource(() => args.props.tags ?? {}),
        mapSource(() => args.props.tagsAll ?? {}),
        mapSource(() => parseJson(args.provider?.props.defaultTags)?.tags ?? {}),
    ];
}

/** Names of the given tags that no source has. What one source knows counts even where another is unknown. */
export function missing(names: string[], sources: TagSource[]): string[] {
    let absent = names;
    let unknown: unknown;
    for (const source of sources) {
        try {
            const present = source.names();
            absent = absent.filter(name => !present.includes(name));
        } catch (error) {
            unknown ??= error;
        }
    }
    if (absent.length > 0 && unknown) {
        throw unknown;
    }
    return absent;
}

/** The value of a tag, from the nearest source that has it; undefined where none has. */
export function tagValue(name: string, sources: TagSource[]): any {
    return sources.find(source => source.names().includes(name))?.value(name);
}

/** Adds a tag to a resource's inputs, in place: a copy of the tags would hold secret values as plain text. */
export function addTag({ type, props }: Tagged, name: string, value: string): void {
    if (type === autoScalingGroup) {
        props.tags ??= [];
        props.tags.push({ key: name, value, propagateAtLaunch: true });
        return;
    }
    const holder = type === nodeClass ? (props.spec ??= {}) : props;
    holder.tags ??= {};
    holder.tags[name] = value;
}

function mapSource(tags: () => Record<string, any>): TagSource {
    return { names: () => Object.keys(tags()), value: name => tags()[name] };
}

function listSource(tags: () => any[]): TagSource {
    // Only the value of the tag that is asked for is read: others may be unknown. Array.from, because in a remediation the
    // list is a proxy of a proxy, which map cannot copy.
    return {
        names: () => Array.from(tags(), tag => tag.key),
        value: name => tags().find(tag => tag.key === name).value,
    };
}
