export { all, each, eachEntry, isSet } from "./checks";
export { containers, parseJson, workloads } from "./documents";
export { type Context, type Props, type Reporter, resourcePolicy, type StackContext, stackPolicy } from "./policies";
export { dependsOn, ofType } from "./resources";
export { bounds, flag, list, number, object } from "./schemas";
