import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { FOLLOWS } from '../domain/operation/operation.ts';
import { mergersRefusals } from './refusals.table.ts';

const codes = Object.entries(mergersRefusals);
const [, { sentences: french = () => undefined } = {}] = codes[0] ?? [];

/** Texts from which sentences are made by parts: what becomes of them, with each word that may stand in them. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  '{0} of {1}': ['vote of 2016-03-31', 'documents-opening of 2016-02-01', 'adoption by every board of 2016-01-15'],
  '{0} on {1}': ['a declaration on 2016-03-31', 'the end of the transition on 2016-03-31'],
  'a declaration': [],
  'the end of the transition': [],
  'not before the draft of': ['not before the draft of 2016-01-01'],
  'not before the withdrawal of': ['not before the withdrawal of 2016-01-01'],
  'not before the accession of': ['not before the accession of 2016-01-01'],
  'organisation that joins': ['organisation that joins x twice', 'each organisation that joins once'],
  'not before the effect of': ['not before the effect of 2016-03-31'],
  'not before it was given, and after the effect:': ['not before it was given, and after the effect: 2017-01-01'],
  '{0} {1} twice': [
    'condition x twice',
    'share of x twice',
    'college of a share Big firms twice',
    'holder x of y twice',
  ],
  'each {0} once': ['each origin of members once', 'each member of a share once', 'each holder once'],
  'the {0} body {1}': ['the absorbing body x', 'the receiving body x'],
  'the id of a fact of this kind, {0}, that was not voided': [
    'the id of a fact of this kind, opposition-outcome, that was not voided',
  ],
  'the assembly of {0} {1} the plan on {2}': [
    'the assembly of x adopted the plan on 2016-03-31',
    'the assembly of x rejected the plan on 2016-03-31',
  ],
  'the operation is {0}': [...new Set(Object.values(FOLLOWS).flat())].map((status) => `the operation is ${status}`),
  'cluster {0}, {1}': [
    'cluster x, which is not in the register',
    'cluster x, founded on 2016-01-01',
    'cluster x, succeeded on 2016-01-01 and restored on 2017-01-01',
    'cluster x, dissolved on 2016-01-01',
  ],
  '{0} on {1} and restored on {2}': ['cluster x, dissolved on 2016-01-01 and restored on 2017-01-01'],
  'which has not disappeared': ['cluster x, which has not disappeared'],
  'which stands until {0}': ['cluster x, which stands until 2016-01-01'],
  'cluster {0}, {1} on {2}': ['cluster x, dissolved on 2016-01-01', 'cluster x, succeeded on 2016-01-01'],
  'which is not in the register': [],
  'founded on {0}': [],
  'succeeded on {0} and restored on {1}': [],
  'a {0} of cluster {1}': ['a subsidy of cluster x', 'a partnership of cluster x', 'subsidy x', 'partnership x'],
  // What things are called, and by what they are known; said of each above.
  ...{ 'share of': [], 'member of a share': [], 'antenna of a share': [], 'college of a share': [], 'office {0}': [] },
  ...{ 'network of a share': [], 'subsidy of a share': [], 'partnership of a share': [], 'body {0}': [] },
  ...{ 'origin of members': [], 'college of members': [], 'in {0}': ['5 attending in x', '5 votes in x'] },
};

/** Every text with two words or more in what decides on operations, in what looks their plans up, and in what judges ballots. */
function textsIn(path: string): readonly string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) && ['invariant', 'cannotFollow'].includes(node.expression.getText())) return;
    const text = textOf(node);
    if (text !== undefined && /[a-z]{2,}[^a-z]* |[^a-z]* [a-z]{2,}/i.test(text)) found.push(text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }, index) => `{${String(index)}}${literal.text}`).join('');
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const sources = ['apps/mergers/src/domain/operation', 'apps/mergers/src/domain/register', 'libs/ballot']
  .flatMap((folder) => readdirSync(`${root}${folder}`, { recursive: true }).map((name) => `${folder}/${String(name)}`))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.includes('/testing/'));
const files = [...sources, 'apps/mergers/src/domain/dry-run/kept.ts'];

describe('refusals of mergers in French', () => {
  it.each(codes)('%s has its title in French', (_code, { title, inFrench }) => {
    expect(inFrench).toMatch(/\S/);
    expect(inFrench).not.toBe(title);
  });

  const texts = [...new Set(files.flatMap((path) => textsIn(`${root}${path}`)))];
  const instances = texts.flatMap((text) => MADE[text] ?? [text.replaceAll(/\{(\d)\}/g, 'x$1')]);

  it('have more than a hundred sentences', () => {
    expect(instances.length).toBeGreaterThan(100);
  });

  it.each(instances)('say in French: %s', (sentence) => {
    expect(french(sentence)).toEqual(expect.any(String));
    expect(french(sentence)).not.toBe(sentence);
  });
});
