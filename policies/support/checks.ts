/**
 * Runs every check, then throws the first error of any. Reading an unknown value throws, which ends a policy with an advisory
 * note; without this a violation could hide behind an unknown value that happens to be read first.
 */
export function all(...checks: (() => void)[]): void {
    const errors: unknown[] = [];
    for (const check of checks) {
        try {
            check();
        } catch (error) {
            errors.push(error);
        }
    }
    if (errors.length > 0) {
        throw errors[0];
    }
}

/** Checks every item of a list as `all` does; an absent list has no items. */
export function each<Item = any>(items: Item[] | null | undefined, check: (item: Item, index: number) => void): void {
    const length = items ? items.length : 0;
    all(...Array.from({ length }, (_, index) => () => check(items![index], index)));
}

/** Checks every value of a map as `all` does; an absent map has none. */
export function eachEntry(map: Record<string, any> | null | undefined, check: (value: any, key: string) => void): void {
    all(...Object.keys(map ?? {}).map(key => () => check(map![key], key)));
}

/** Whether an input is given and not empty. One that is not known yet is given. */
export function isSet(props: Record<string, any>, name: string): boolean {
    if (!(name in props)) {
        return false;
    }
    try {
        return Boolean(props[name]);
    } catch {
        return true;
    }
}
