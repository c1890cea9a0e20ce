// Reads TypeScript declarations (.d.ts) into property maps in the notation of schema.json (sdks/README.md).
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A syntax tree of a declaration or JavaScript file. */
export function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, /* setParentNodes */ true);
}

/** Interfaces of a file by key "module:Name", where the module is the path of enclosing namespaces, "index" at the top. */
export function readInterfaces(path) {
  const found = new Map();
  const visit = (statements, modules) => {
    for (const node of statements) {
      if (ts.isInterfaceDeclaration(node)) found.set(key(modules, node.name.text), node);
      else if (ts.isModuleDeclaration(node)) visit(node.body.statements, [...modules, node.name.text]);
    }
  };
  visit(parse(path).statements, []);
  return found;
}

/** Properties of an interface or class, in the order of their names. */
export function readProperties(node) {
  const properties = node.members
    .filter(member => (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) && member.type)
    .filter(member => !member.modifiers?.some(modifier => modifier.kind === ts.SyntaxKind.StaticKeyword))
    .map(member => [member.name.text, readProperty(member)]);
  return Object.fromEntries(properties.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readProperty(member) {
  const declared = unwrap(member.type);
  const literal = ts.isLiteralTypeNode(declared.type) ? declared.type.literal.text : undefined;
  return {
    type: literal === undefined ? typeOf(declared.type) : 'string',
    optional: Boolean(member.questionToken) || declared.optional,
    const: literal,
    deprecated: Boolean(ts.getJSDocDeprecatedTag(member)),
  };
}

/** The type inside Input<> or Output<> and without undefined. */
function unwrap(node) {
  if (isPulumi(node, 'Input') || isPulumi(node, 'Output')) return unwrap(node.typeArguments[0]);
  if (!ts.isUnionTypeNode(node)) return { type: node, optional: false };
  const present = node.types.filter(type => type.kind !== ts.SyntaxKind.UndefinedKeyword);
  const type = present.length === 1 ? unwrap(present[0]).type : ts.factory.createUnionTypeNode(present);
  return { type, optional: present.length < node.types.length };
}

function typeOf(node) {
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword: return 'string';
    case ts.SyntaxKind.NumberKeyword: return 'int'; // number where facts.json says so
    case ts.SyntaxKind.BooleanKeyword: return 'bool';
    case ts.SyntaxKind.AnyKeyword: return 'any';
    case ts.SyntaxKind.ArrayType: {
      const element = typeOf(unwrap(node.elementType).type);
      return element.includes('|') ? `(${element})[]` : `${element}[]`;
    }
    case ts.SyntaxKind.TypeLiteral: return `{${typeOf(unwrap(node.members[0].type).type)}}`;
    case ts.SyntaxKind.UnionType: return unionOf(node.types.map(type => typeOf(unwrap(type).type)));
    case ts.SyntaxKind.TypeReference: return referenceOf(node);
    default: throw new Error(`cannot read the type '${node.getText()}'`);
  }
}

function unionOf(types) {
  const distinct = [...new Set(types)];
  return distinct.join('|') === 'asset|archive' ? 'asset' : distinct.join('|');
}

function referenceOf(node) {
  const path = pathOf(node.typeName);
  switch (path[0]) {
    case 'inputs': case 'outputs': return `#${key(path.slice(1, -1), path.at(-1))}`;
    case 'enums': return `@${key(path.slice(1, -1), path.at(-1))}`;
    case 'pulumi':
      if (path.at(-1) === 'Archive') return 'archive';
      if (path.at(-1) === 'Asset') return 'asset';
      throw new Error(`cannot read the type '${path.join('.')}'`);
    default: return 'string'; // a resource's class or ARN: both stand for a string on the wire
  }
}

function isPulumi(node, name) {
  return ts.isTypeReferenceNode(node) && pathOf(node.typeName).join('.') === `pulumi.${name}`;
}

function pathOf(name) {
  return ts.isIdentifier(name) ? [name.text] : [...pathOf(name.left), name.right.text];
}

function key(modules, name) {
  return `${modules.join('/') || 'index'}:${name}`;
}

/** Members of a string or number enum: a `const` object of literals under its name. */
export function readEnum(path, name) {
  for (const statement of parse(path).statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const [declaration] = statement.declarationList.declarations;
    if (declaration.name.text !== name) continue;
    return Object.fromEntries(declaration.type.members.map(member => [
      member.name.text,
      { value: literalOf(member.type.literal), deprecated: Boolean(ts.getJSDocDeprecatedTag(member)) },
    ]));
  }
  throw new Error(`no enum '${name}' in ${path}`);
}

/** The value of a string, number, boolean or negative number literal; undefined for anything else. */
export function literalOf(node) {
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node)) return -Number(node.operand.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  return undefined;
}
