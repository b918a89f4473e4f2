import { describe, expect, it } from '@jest/globals';
import { admitted } from './admitted.ts';

const refusal = (value: unknown): unknown => {
  try {
    return admitted(value);
  } catch (error) {
    return error;
  }
};

describe('a value from outside', () => {
  it.each([
    ['U+0000 in a member', { name: 'A\u0000B' }, '/name'],
    ['U+0000 in a list inside', { plan: { openPoints: ['fine', '\u0000'] } }, '/plan/openPoints/1'],
    ['U+0000 in a name of a member', { plan: { 'a\u0000': 1 } }, '/plan'],
    ['half a surrogate pair', { name: 'A\ud800' }, '/name'],
    ['half a surrogate pair inside', { evidence: [{ title: '\udc00' }] }, '/evidence/0/title'],
    ['a number beyond those of JSON', { size: Infinity }, '/size'],
  ])('%s is malformed, with its path', (_what, value, path) => {
    expect(refusal(value)).toMatchObject({ body: { code: 'API_MALFORMED', errors: [{ path }] } });
  });

  it.each([[undefined], [null], [{}], [{ name: 'Numélink 🍇', n: 1, list: [null, true] }], [{ text: '\\u0000' }]])(
    '%j goes on as it is',
    (value) => expect(admitted(structuredClone(value))).toEqual(value),
  );

  it('has its texts in normal form C, wherever they stand', () => {
    const decomposed = { name: 'Nume\u0301link', list: ['e\u0301', { title: 'C\u0327a' }] };
    expect(admitted(decomposed)).toEqual({ name: 'Numélink', list: ['é', { title: 'Ça' }] });
    expect(admitted('e\u0301')).toBe('é');
  });
});
