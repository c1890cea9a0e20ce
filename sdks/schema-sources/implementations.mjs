// Reads from the JavaScript of the packages what declarations do not say: tokens, secrets, aliases and defaults.
import ts from 'typescript';
import { literalOf, parse } from './declarations.mjs';

/** { token, component, secretInputs, secretOutputs, aliases, defaults } of a resource's file. */
export function readResource(path) {
  const facts = { token: undefined, component: false, secretInputs: [], secretOutputs: [], aliases: [], defaults: {} };
  walk(parse(path), node => {
    if (ts.isPropertyDeclaration(node) && node.name.text === '__pulumiType') facts.token = node.initializer.text;
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
      facts.component ||= node.arguments[4]?.kind === ts.SyntaxKind.TrueKeyword;
    if (ts.isVariableDeclaration(node) && node.name.text === 'secretOpts') facts.secretOutputs = listOf(node).map(literalOf);
    if (ts.isVariableDeclaration(node) && node.name.text === 'aliasOpts')
      facts.aliases = listOf(node).map(alias => literalOf(alias.properties[0].initializer));
    readAssignment(node, facts);
  });
  return facts;
}

/** The token that a function's file invokes. */
export function readFunctionToken(path) {
  let token;
  walk(parse(path), node => {
    if (ts.isCallExpression(node) && node.expression.name?.text === 'invoke') token ??= literalOf(node.arguments[0]);
  });
  return token;
}

/** Defaults of nested types, from the functions named <type>ProvideDefaults: "module:Name" -> { property: default }. */
export function readNestedDefaults(path) {
  const found = new Map();
  walk(parse(path), node => {
    const name = ts.isFunctionDeclaration(node) && /^(.*)ProvideDefaults$/.exec(node.name.text)?.[1];
    if (!name) return;
    const defaults = {};
    walk(node.body, part => {
      if (!ts.isPropertyAssignment(part)) return;
      const value = defaultOf(part.initializer);
      if (value) defaults[part.name.text] = value;
    });
    found.set(`${moduleOf(node)}:${name[0].toUpperCase()}${name.slice(1)}`, defaults);
  });
  return found;
}

/** resourceInputs["x"] = ...: a secret where the value goes through pulumi.secret, a default behind `??`. */
function readAssignment(node, facts) {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  if (!ts.isElementAccessExpression(node.left) || node.left.expression.text !== 'resourceInputs') return;
  const property = node.left.argumentExpression.text;
  walk(node.right, part => {
    if (ts.isCallExpression(part) && part.expression.getText() === 'pulumi.secret') facts.secretInputs.push(property);
    const value = defaultOf(part);
    if (value) facts.defaults[property] = value;
  });
}

/** { environment, value } of `given ?? default`; undefined for any other expression. */
function defaultOf(node) {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken) return undefined;
  const facts = {};
  walk(node.right, part => {
    if (ts.isCallExpression(part) && part.expression.name?.text.startsWith('getEnv'))
      facts.environment = part.arguments.map(literalOf);
  });
  const fallback = facts.environment ? orElse(node.right) : node.right;
  if (fallback) facts.value = literalOf(fallback);
  return facts;
}

function orElse(node) {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  return ts.isBinaryExpression(inner) ? inner.right : undefined;
}

function listOf(declaration) {
  return declaration.initializer.properties[0].initializer.elements;
}

/** Namespaces compile to functions that are called with (lambda = exports.lambda || ...): their parameter is the name. */
function moduleOf(node) {
  const modules = [];
  for (let parent = node.parent; parent; parent = parent.parent)
    if (ts.isFunctionExpression(parent) && parent.parameters.length === 1) modules.unshift(parent.parameters[0].name.text);
  return modules.join('/') || 'index';
}

function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, child => walk(child, visit));
}
