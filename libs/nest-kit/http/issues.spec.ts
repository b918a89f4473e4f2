import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { complaintsOf } from './issues.ts';

const wrong = (schema: z.ZodType, value: unknown): readonly string[] => {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).flatMap(complaintsOf).map(({ path, message }) => `${path.join('/')}: ${message}`);
};

const either = z.union([
  z.strictObject({ kind: z.literal('natural'), age: z.int() }),
  z.strictObject({ kind: z.literal('legal'), form: z.string() }),
]);

describe('what is wrong with a value, in a sentence', () => {
  it.each([
    ['a member that is missing', z.object({ name: z.string() }), {}, ['name: missing: text is required']],
    ['a member of another kind', z.object({ size: z.int() }), { size: '7' }, ['size: a number is required']],
    ['a fraction', z.int(), 1.5, [': a whole number is required']],
    ['no list', z.array(z.string()), {}, [': a list is required']],
    ['a word that is none of those', z.enum(['board', 'bureau']), 'x', [': one of "board", "bureau" is required']],
    ['the one word', z.literal('admin'), 'x', [': "admin" is required']],
    ['a day that is none', z.iso.date(), '2015-02-29', [': a day that exists, written YYYY-MM-DD, is required']],
    ['a text that is too long', z.string().max(3), 'abcd', [': at most 3 characters are accepted']],
    ['a list that is too short', z.array(z.string()).min(2), [], [': at least 2 items are required']],
    ['a number that is too small', z.int().min(2), 1, [': at least 2 are required']],
    ['unknown members', z.strictObject({}), { a: 1, b: 2 }, ['a: unknown member', 'b: unknown member']],
    ["a schema's own words", z.string().regex(/^\d{9}$/, 'nine digits'), 'x', [': nine digits']],
    [
      'a script',
      z.url({ protocol: /^https?$/ }),
      'x',
      [': an address that begins with http:// or https:// is required'],
    ],
  ])('%s', (_what, schema, value, complaints) => expect(wrong(schema, value)).toEqual(complaints));

  it('of a union is that of the branch that comes closest', () => {
    expect(wrong(either, { kind: 'natural', age: 'x' })).toEqual(['age: a number is required']);
    expect(wrong(z.object({ holder: either }), { holder: { kind: 'legal' } })).toEqual([
      'holder/form: missing: text is required',
    ]);
  });

  it('of a union of whole things names all of them', () => {
    const point = z.union([z.iso.date(), z.iso.datetime()]);
    const days = 'a day that exists, written YYYY-MM-DD,';
    expect(wrong(point, 'x')).toEqual([
      `: ${days}, or an instant with its offset, such as 2026-11-28T12:00:00Z, is required`,
    ]);
    expect(wrong(either, 7)).toEqual([': an object is required']);
  });

  it('of a union with a discriminator is at the discriminator', () => {
    const one = z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a') }),
      z.strictObject({ kind: z.literal('b') }),
    ]);
    expect(wrong(one, { kind: 'q' })).toEqual(['kind: one of "a", "b" is required']);
  });
});
