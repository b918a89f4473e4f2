import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EDGE_REFUSALS } from '#libs/hosting';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { sentencesIn } from './sentences.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const tables = contexts.flatMap(({ commands }) => commands);
const codes = [...new Set([...Object.keys(EDGE_REFUSALS), ...tables.flatMap(({ refusals }) => Object.keys(refusals))])];

/** Every line of every test, and of what tests are made with. */
const tested = ['apps', 'libs', 'tests']
  .flatMap((place) => readdirSync(join(root, place), { recursive: true }).map((name) => `${place}/${String(name)}`))
  .filter((path) => /\.spec\.ts$|\/testing\/.*\.ts$|^apps\/\w+\/test\/.*\.ts$|^tests\/contexts\/.*\.ts$/.test(path))
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n');
const quoted = new Set(tested.match(/\b[A-Z]{3}_[A-Z_]+\b/g));
/** Tables of mergers name the codes of guards without their context: `G3 NOTICE_MISSING`, `!OPPOSITION_UNKNOWN`. */
const ofGuards = new Set([...tested.matchAll(/'(?:G\d+ |!)([A-Z_]+)/g)].map(([, code = '']) => `MRG_${code}`));

const folder = join(root, 'docs', 'reference', 'refusals');
const headings = readdirSync(folder).flatMap((file) => [
  ...readFileSync(join(folder, file), 'utf8').matchAll(/^## ([A-Z]{3}_[A-Z_]+)$/gm),
]);

describe('every refusal code', () => {
  it('is there', () => {
    expect(codes.length).toBeGreaterThan(380);
  });

  it('is expected by a test', () => {
    expect(codes.filter((code) => !quoted.has(code) && !ofGuards.has(code))).toEqual([]);
  });

  it('has one section in the reference', () => {
    expect(headings.map(([, code]) => code).toSorted()).toEqual(codes.toSorted());
  });

  it('is answered by a command, but for those of the API and what is set aside', () => {
    const answered = new Set(tables.flatMap(({ rows }) => rows.flatMap(({ refusals }) => refusals)));
    const others = codes.filter((code) => !answered.has(code) && !code.startsWith('API_'));
    expect(others).toEqual(['INC_HOLDER_DIFFERS']);
  });
});

describe('what refusals say', () => {
  it('is read from what decides, with the names of the values in it', () => {
    const said = sentencesIn([join(root, 'apps/mergers/src/domain/rules/g3-notice.ts')]);
    expect(said.get('MRG_NOTICE_TOO_LATE')).toMatchObject({
      found: [expect.stringContaining('first assembly on {first}')],
      required: [expect.stringMatching(/^30 days before|^\{/)],
    });
  });
});
