import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** What refusals of a code say was found and is required, as their sources put it together: `{on}` stands for a value of that name. */
export interface Sentences {
  readonly found: readonly string[];
  readonly required: readonly string[];
}

const CODE = /^[A-Z]{3}_[A-Z_]+$/;
const SAID = ['found', 'required'] as const;
type Said = (typeof SAID)[number];
type Add = (code: string, said: Said, texts: readonly string[]) => void;

/** The sentences of the refusals that sources make, by their codes; of one that is put together elsewhere there are none. */
export function sentencesIn(paths: readonly string[]): ReadonlyMap<string, Sentences> {
  const known = new Map<string, Record<Said, string[]>>();
  const add: Add = (code, said, texts) => {
    const of = known.get(code) ?? { found: [], required: [] };
    known.set(code, of);
    of[said].push(...texts.filter((text) => !of[said].includes(text)));
  };
  for (const path of paths) {
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node)) ofObject(node, add);
      if (ts.isCallExpression(node)) ofCall(node, add);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return known;
}

/** `{ type: 'X', found, required: '…' }`, or with `code` as an answer has it, where members may stand in a literal that is spread into it. */
function ofObject(node: ts.ObjectLiteralExpression, add: Add): void {
  const members = node.properties.flatMap((each) =>
    ts.isSpreadAssignment(each) && ts.isObjectLiteralExpression(each.expression) ? each.expression.properties : [each],
  );
  const valueOf = (name: string): ts.Expression | undefined => {
    for (const each of members) {
      if (ts.isPropertyAssignment(each) && each.name.getText() === name) return each.initializer;
      if (ts.isShorthandPropertyAssignment(each) && each.name.text === name) return each.name;
    }
    return undefined;
  };
  const type = valueOf('type') ?? valueOf('code');
  if (type === undefined || !ts.isStringLiteral(type) || !CODE.test(type.text)) return;
  for (const said of SAID) {
    const value = valueOf(said);
    if (value !== undefined) add(type.text, said, textsOf(value));
  }
}

/**
 * What a guard of the rule book lacks, `shortfall('X', [found, trouvé], [required, requis])`, and values that are out of bounds,
 * `below('X', found, required)`.
 */
function ofCall(node: ts.CallExpression, add: Add): void {
  const [code, ...said] = node.arguments;
  if (!['shortfall', 'below', 'above'].includes(node.expression.getText())) return;
  if (code === undefined || !ts.isStringLiteral(code)) return;
  for (const [index, name] of SAID.entries()) {
    const sentences = said[index];
    const english =
      sentences !== undefined && ts.isArrayLiteralExpression(sentences) ? sentences.elements[0] : sentences;
    if (english !== undefined) add(code.text, name, textsOf(english));
  }
}

function textsOf(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (!ts.isTemplateExpression(node)) return [`{${nameOf(node)}}`];
  const spans = node.templateSpans.map(({ expression, literal }) => `{${nameOf(expression)}}${literal.text}`);
  return [node.head.text + spans.join('')];
}

/** What a value is called: the last name in it. */
function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isCallExpression(node)) return nameOf(node.arguments[0] ?? node.expression);
  if (ts.isBinaryExpression(node)) return nameOf(node.left);
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node)) return nameOf(node.expression);
  return 'value';
}
