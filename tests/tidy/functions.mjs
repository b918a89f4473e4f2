/** The length in lines of every function that has a name, by TypeScript's own parser. */
import ts from 'typescript';

export function functionsOf({ path, text }) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body !== undefined)
      found.push({ name: nameOf(node), lines: linesOf(file, node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function linesOf(file, node) {
  const line = (place) => file.getLineAndCharacterOfPosition(place).line;
  return line(node.getEnd()) - line(node.getStart(file)) + 1;
}

/** `describe` and `it` bodies take the name of their call: they are scripts, judged by the file limit. */
function nameOf(node) {
  if (node.name !== undefined) return node.name.getText();
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent)) return node.parent.name.getText();
  return ts.isCallExpression(node.parent) ? `${node.parent.expression.getText()} callback` : 'anonymous';
}
