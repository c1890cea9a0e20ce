export interface IamConfig {
    wildcardActions: string[];
    unscopedActions: string[];
}

/** The statements of an IAM document, of which one may stand without a list. */
export function statements(document: any): any[] {
    return many(document?.Statement);
}

/**
 * Reports what a statement allows to everybody, on everything or by every action. A statement that denies may be as wide as it
 * likes. In a key's own policy "*" means the key, and the account's root may do all with it: AWS demands that.
 */
export function checkStatement(statement: any, type: string, config: IamConfig, report: (message: string) => void): void {
    if (statement.Effect !== "Allow") {
        return;
    }
    const ofKey = type === "aws:kms/key:Key";
    const actions = many(statement.Action);
    if (statement.NotAction || (!(ofKey && isRoot(statement.Principal)) && actions.some(action => isWild(action, config)))) {
        report("Action must name actions: no wildcard, no NotAction");
    }
    const scoped = actions.some(action => !config.unscopedActions.includes(action));
    if (statement.NotResource || (!ofKey && scoped && many(statement.Resource).some(isEverything))) {
        report("Resource must name resources: no '*', no NotResource");
    }
    if (statement.NotPrincipal || (!statement.Condition && principals(statement.Principal).includes("*"))) {
        report("Principal must be named, or the statement have a Condition");
    }
}

function isWild(action: any, config: IamConfig): boolean {
    return String(action).includes("*") && !config.wildcardActions.includes(action);
}

/** "*", or an ARN whose resource part is "*". */
function isEverything(resource: any): boolean {
    return resource === "*" || /^arn:(?:[^:]*:){4}\*$/.test(String(resource));
}

function isRoot(principal: any): boolean {
    return principals(principal).every(arn => /^arn:aws[\w-]*:iam::\d{12}:root$/.test(arn));
}

function principals(principal: any): any[] {
    return typeof principal === "object" && principal !== null ? Object.values(principal).flatMap(many) : many(principal);
}

function many(value: any): any[] {
    return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}
