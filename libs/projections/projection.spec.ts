import { describe, expect, it } from '@jest/globals';
import { handlerOf, InvalidProjection, projection, type Projection } from './projection.ts';
import { placeOf, shadowOf, sqlName } from './tables/table.ts';
import { accounts } from './test/accounts.ts';
import { credited, moved } from './test/histories.ts';
import { recorded } from './testing/index.ts';

const any: Projection = accounts;

describe('a definition', () => {
  it('without a key is handed back as it was given', () => {
    expect(projection(any)).toEqual(any);
  });

  it('gives its key to the handlers that have none of their own', () => {
    const given = recorded([credited('a', 1), moved('a', 'b', 1)]);
    const keys = given.map((event) => handlerOf(any, event.type)?.keys(event));
    expect(keys).toEqual(['a', ['a', 'b']]);
  });

  it.each<[string, Partial<Projection>, RegExp]>([
    ['no context', { name: 'members' }, /<context>\.<read-model>/],
    ['upper case', { name: 'membership.Members' }, /kebab-case/],
    ['two dots', { name: 'a.b.c' }, /kebab-case/],
    ['a dash at the end', { name: 'a.b-' }, /kebab-case/],
    ['a name too long for a table', { name: `a.${'b'.repeat(41)}` }, /40 characters/],
    ['version 0', { version: 0 }, /counts from 1/],
    ['version 1.5', { version: 1.5 }, /counts from 1/],
    ['no handlers', { on: {} }, /reads no event/],
    ['a column of ours', { columns: { document: { type: 'text', from: 'x' } } }, /column document already/],
    ['a column that needs quotes', { columns: { 'a b': { type: 'text', from: 'x' } } }, /not a column name/],
    ['a path with an injection', { columns: { a: { type: 'text', from: "x}'" } } }, /not a path/],
    ['an empty path', { columns: { a: { type: 'text', from: '' } } }, /not a path/],
    ['an index over nothing', { indexes: [[]] }, /without columns/],
    ['an index over an unknown column', { indexes: [['name', 'ghost']] }, /unknown column ghost/],
    ['an index over an inherited name', { indexes: [['toString']] }, /unknown column toString/],
  ])('is refused: %s', (_what, change, message) => {
    const refused = () => projection({ ...any, ...change });
    expect(refused).toThrow(InvalidProjection);
    expect(refused).toThrow(message);
  });

  it('has a table of its own, named after it', () => {
    expect(placeOf(any)).toEqual({ schema: 'bank', table: 'open_accounts' });
    expect(shadowOf(any, 7n)).toEqual({ schema: 'bank', table: 'open_accounts_g7' });
    expect(sqlName({ schema: 'a"b', table: 'c' })).toBe('"a""b"."c"');
  });
});
