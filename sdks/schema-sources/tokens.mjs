// Parts of tokens (package:module/file:Name, or package:module:Name without files) and of keys of nested types (module:Name).

export function packageOf(token) {
  return token.split(':')[0];
}

/** aws:lambda/function:Function -> lambda; kubernetes:apps/v1:Deployment -> apps/v1. */
export function moduleOf(token, hasFiles) {
  const module = token.split(':')[1];
  return hasFiles && module.includes('/') ? module.slice(0, module.lastIndexOf('/')) : module;
}

export function memberOf(token) {
  return token.split(':')[2];
}

export function isFunction(token) {
  return /^[a-z]/.test(memberOf(token));
}

export function moduleOfKey(key) {
  return key.split(':')[0];
}

export function memberOfKey(key) {
  return key.split(':')[1];
}

export function capitalized(name) {
  return name[0].toUpperCase() + name.slice(1);
}
