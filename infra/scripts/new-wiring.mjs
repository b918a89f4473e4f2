/** Adds a line to the definitions that a context is made of, and leaves everything else unchanged. */
import ts from 'typescript';

/** The text with one more import after the others. */
export function withImport(text, line) {
  if (text.includes(line)) return text;
  const last = parse(text).statements.findLast(ts.isImportDeclaration);
  return last === undefined ? `${line}\n\n${text}` : splice(text, last.end, last.end, `\n${line}`);
}

/**
 * The text with one element more in the list or object that a constant is, or that a property of it is.
 * @throws where the constant is missing, or is no list
 */
export function withElement(text, constant, property, element) {
  const whole = objectOf(parse(text), constant);
  if (property === undefined) return append(text, whole, element);
  const found = whole.properties.find((one) => one.name?.text === property);
  if (found === undefined) return append(text, whole, `${property}: [${element}]`);
  if (ts.isShorthandPropertyAssignment(found)) {
    return splice(text, found.getStart(), found.end, `${property}: [...${property}, ${element}]`);
  }
  const { initializer } = found;
  if (ts.isArrayLiteralExpression(initializer) || ts.isObjectLiteralExpression(initializer)) {
    return append(text, initializer, element);
  }
  return splice(text, initializer.getStart(), initializer.end, `[...${initializer.getText()}, ${element}]`);
}

function objectOf(file, constant) {
  const declarations = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((one) => one.declarationList.declarations);
  const { initializer } = declarations.find((one) => one.name.getText() === constant) ?? {};
  const object = initializer !== undefined && ts.isCallExpression(initializer) ? initializer.arguments[0] : initializer;
  if (object === undefined || !ts.isObjectLiteralExpression(object))
    throw new TypeError(`${constant} is no object in its file: add the aggregate by hand`);
  return object;
}

function append(text, list, element) {
  const members = list.elements ?? list.properties;
  const last = members.at(-1);
  return last === undefined
    ? splice(text, list.getStart() + 1, list.end - 1, element)
    : splice(text, last.end, last.end, `, ${element}`);
}

const parse = (text) => ts.createSourceFile('changed.ts', text, ts.ScriptTarget.Latest, true);
const splice = (text, from, to, put) => text.slice(0, from) + put + text.slice(to);
