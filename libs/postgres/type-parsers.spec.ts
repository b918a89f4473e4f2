import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { parsers } from './type-parsers.ts';

const OID = { boolean: 16, int8: 20, int4: 23, text: 25, int8Array: 1016, date: 1082, timestamptz: 1184 };

describe('the parsers of a pool', () => {
  it.each([
    ['int8', OID.int8, '9223372036854775807', 9223372036854775807n],
    ['int8, negative', OID.int8, '-9223372036854775808', -9223372036854775808n],
    ['int8[]', OID.int8Array, '{1,NULL,9007199254740993}', [1n, null, 9007199254740993n]],
    ['int8[][]', OID.int8Array, '{{1},{2}}', [[1n], [2n]]],
    ['int4', OID.int4, '7', 7],
    ['boolean', OID.boolean, 't', true],
    ['date', OID.date, '2016-03-31', '2016-03-31'],
    ['date[]', 1182, '{2016-03-31,NULL}', ['2016-03-31', null]],
    ['timestamptz', OID.timestamptz, '2016-03-31 22:00:00.123456+00', '2016-03-31 22:00:00.123456+00'],
    ['timestamptz[]', 1185, '{"2016-03-31 22:00:00+00"}', ['2016-03-31 22:00:00+00']],
    ['text', OID.text, '12', '12'],
  ])('reads %s', (_name, oid, text, value) => {
    const parse = parsers.getTypeParser(oid, 'text') as (text: string) => unknown;
    expect(parse(text)).toEqual(value);
  });

  it('leaves the global ones and the binary ones alone', () => {
    expect((pg.types.getTypeParser(OID.int8) as (text: string) => unknown)('7')).toBe('7');
    expect(parsers.getTypeParser(OID.int8, 'binary')).toBe(pg.types.getTypeParser(OID.int8, 'binary'));
  });
});
