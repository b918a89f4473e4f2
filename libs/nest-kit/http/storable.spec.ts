import { describe, expect, it } from '@jest/globals';
import { requireStorable } from './storable.ts';

const refusal = (body: unknown): unknown => {
  try {
    requireStorable(body);
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('text that cannot be stored', () => {
  it.each([
    ['U+0000 in a member', { name: 'A\u0000B' }, '/name'],
    ['U+0000 in a list inside', { plan: { openPoints: ['fine', '\u0000'] } }, '/plan/openPoints/1'],
    ['U+0000 in a name of a member', { plan: { 'a\u0000': 1 } }, '/plan'],
    ['half a surrogate pair', { name: 'A\ud800' }, '/name'],
    ['half a surrogate pair inside', { evidence: [{ title: '\udc00' }] }, '/evidence/0/title'],
  ])('%s is malformed, with its path', (_what, body, path) => {
    expect(refusal(body)).toMatchObject({ body: { code: 'API_MALFORMED', errors: [{ path }] } });
  });

  it.each([[undefined], [null], [{}], [{ name: 'Numélink 🍇', n: 1, list: [null, true] }], [{ text: '\\u0000' }]])(
    '%j can be stored',
    (body) => {
      expect(refusal(body)).toBeUndefined();
    },
  );
});
