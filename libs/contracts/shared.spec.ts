import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { z } from 'zod';
import { isCalendarDate, isUuid } from '../kernel/index.ts';
import { propertySeed } from '../kernel/testing/index.ts';
import {
  dateSchema,
  evidenceSchema,
  fractionSchema,
  nameSchema,
  personSchema,
  quantitySchema,
  sha256Schema,
  uuidSchema,
} from './shared.ts';

const ID = '0198f3a1-0d00-7a10-8b00-000000000042';
const HASH = '484ae56bab8f20eebf2c7b61e980503b27464b261cbd8875082f13065c83506b';
const NBSP = '\u00a0';

/** Each thing wrong as `path: message`; nothing where the value fits. */
function wrong(schema: z.ZodType, value: unknown): readonly string[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`);
}
const fits = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

describe('an id', () => {
  it.each([
    [ID, true],
    ['017f22e2-79b0-7cc3-98c4-dc0c0c07398f', true],
    ['cb2d539d-7823-5757-a996-4710a6c86ff1', true],
    ['919108f7-52d1-4320-bac7-f847db4148a8', true],
    ['00000000-0000-0000-0000-000000000000', false],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', false],
    ['0198f3a1-0d00-9a10-8b00-000000000042', false],
    ['0198f3a1-0d00-7a10-cb00-000000000042', false],
    [ID.replaceAll('-', ''), false],
    [`{${ID}}`, false],
    [`${ID}\n`, false],
    [` ${ID}`, false],
    ['', false],
  ])('%j: %s', (text, is) => {
    expect(fits(uuidSchema, text)).toBe(is);
    expect(isUuid(text)).toBe(is);
  });

  it('is taken in any case and read in lower case (RFC 9562, 4)', () => {
    expect(uuidSchema.parse(ID.toUpperCase())).toBe(ID);
  });

  it('says what it has to be', () => {
    expect(wrong(uuidSchema, 'x')).toEqual([': a UUID']);
  });
});

describe('a day', () => {
  it.each([
    ['2017-03-28', true],
    ['2016-02-29', true],
    ['2000-02-29', true],
    ['1800-01-01', true],
    ['2200-12-31', true],
    ['1799-12-31', false],
    ['2201-01-01', false],
    ['0000-01-01', false],
    ['9999-12-31', false],
    ['2015-02-29', false],
    ['1900-02-29', false],
    ['2100-02-29', false],
    ['2016-02-30', false],
    ['2015-04-31', false],
    ['2015-06-31', false],
    ['2015-09-31', false],
    ['2015-11-31', false],
    ['2015-12-32', false],
    ['2015-00-10', false],
    ['2015-13-10', false],
    ['2015-01-00', false],
    ['2015-1-01', false],
    ['15-01-01', false],
    ['+002015-01-01', false],
    ['2015-01-01T00:00:00Z', false],
    ['2015-01-01\n', false],
    ['01/01/2015', false],
    ['', false],
  ])('%j: %s', (text, is) => {
    expect(fits(dateSchema, text)).toBe(is);
  });

  it('is a calendar date of the kernel within 1800 and 2200, and nothing else', () => {
    const pad = (value: number, length: number) => String(value).padStart(length, '0');
    const anyText = fc
      .tuple(fc.nat(9999), fc.nat(14), fc.nat(33), fc.constantFrom('-', '-', '-', '-', '/', ''))
      .map(([year, month, day, mark]) => `${pad(year, 4)}${mark}${pad(month, 2)}${mark}${pad(day, 2)}`);
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fits(dateSchema, text)).toBe(isCalendarDate(text) && text >= '1800' && text < '2201');
      }),
      { seed: propertySeed(), numRuns: 500 },
    );
  });

  it('29 February is one in each year that has it and in no other', () => {
    const odd = Array.from({ length: 401 }, (_, at) => 1800 + at).filter((year) => {
      const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
      return fits(dateSchema, `${String(year)}-02-29`) !== leap || isCalendarDate(`${String(year)}-02-29`) !== leap;
    });
    expect(odd).toEqual([]);
  });
});

describe('a name', () => {
  it.each([
    ['Numélink', 'Numélink'],
    ['  Numélink  ', 'Numélink'],
    ['\tNumélink\n', 'Numélink'],
    [`${NBSP}Numélink${NBSP}`, 'Numélink'],
    ["Conseil d'administration", "Conseil d'administration"],
    ['a  b', 'a  b'],
    ['x', 'x'],
    ['x'.repeat(300), 'x'.repeat(300)],
    [` ${'x'.repeat(300)} `, 'x'.repeat(300)],
    ['数字联盟', '数字联盟'],
    ['Ruche 🐝 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'Ruche 🐝 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['می‌خواهم', 'می‌خواهم'],
  ])('%j is read as %j', (given, read) => {
    expect(nameSchema.parse(given)).toBe(read);
  });

  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['white space only', ' \t\n '],
    ['a space that does not break', NBSP],
    ['a zero-width space', '\u200b'],
    ['a joiner alone', '\u200d'],
    ['a word joiner', '\u2060'],
    ['a soft hyphen', '\u00ad'],
    ['an override of direction', 'A\u202egnorw'],
    ['an isolate of direction', '\u2066A'],
    ['the blank of Braille', '\u2800'],
    ['a filler of Hangul', '\u3164'],
    ['a control', 'A\u0001'],
    ['a control of C1', 'A\u0085B'],
    ['an accent alone', '\u0301'],
    ['a character for private use', '\ue000'],
    ['no character', 'A\uffff'],
    ['two lines', 'a\nb'],
    ['a line separator', 'a\u2028b'],
    ['301 characters', 'x'.repeat(301)],
    ['300 characters with something between them', `${'x'.repeat(150)} ${'x'.repeat(150)}`],
    ['null', null],
    ['a number', 42],
    ['a list', ['a']],
    ['undefined', undefined],
  ])('%s is none', (_what, value) => {
    expect(fits(nameSchema, value)).toBe(false);
  });
});

describe('a hash', () => {
  it.each([
    [HASH, true],
    ['0'.repeat(64), true],
    [HASH.toUpperCase(), false],
    [HASH.slice(1), false],
    [`${HASH}0`, false],
    [`0x${HASH.slice(2)}`, false],
    [`sha256:${HASH}`, false],
    [`g${HASH.slice(1)}`, false],
    [`${HASH}\n`, false],
    ['', false],
  ])('%j: %s', (text, is) => {
    expect(wrong(sha256Schema, text)).toEqual(is ? [] : [': a SHA-256 in lower-case hexadecimal']);
  });
});

describe('a share', () => {
  it.each([
    [0, 1],
    [1, 1],
    [1, 2],
    [2, 3],
    [50, 100],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])('%d/%d is one', (numerator, denominator) => {
    expect(wrong(fractionSchema, { numerator, denominator })).toEqual([]);
  });

  it.each([
    ['more than all', { numerator: 3, denominator: 2 }, [': a share is at most 1']],
    ['a little more than all', { numerator: 101, denominator: 100 }, [': a share is at most 1']],
    ['nothing of nothing', { numerator: 0, denominator: 0 }, ['denominator']],
    ['something of nothing', { numerator: 1, denominator: 0 }, ['denominator', ': a share']],
    ['less than nothing', { numerator: -1, denominator: 2 }, ['numerator']],
    ['two minus signs', { numerator: -1, denominator: -2 }, ['numerator', 'denominator', ': a share']],
    ['halves of members', { numerator: 0.5, denominator: 1 }, ['numerator']],
    ['a numerator that is no number', { numerator: '1', denominator: 2 }, ['numerator']],
    ['no numerator', { denominator: 2 }, ['numerator']],
    ['no denominator', { numerator: 1 }, ['denominator']],
    ['a third member', { numerator: 1, denominator: 2, percent: 50 }, [': Unrecognized key']],
    ['a number with a point', 0.5, [':']],
    ['text', '1/2', [':']],
    ['null', null, [':']],
  ])('%s is none', (_what, value, complaints) => {
    const found = wrong(fractionSchema, value);
    expect(found).toHaveLength(complaints.length);
    complaints.forEach((complaint, at) => {
      expect(found[at]).toMatch(new RegExp(`^${complaint}`));
    });
  });
});

describe('a quantity', () => {
  it.each([
    [0, true],
    [-0, true],
    [1, true],
    [Number.MAX_SAFE_INTEGER, true],
    [Number.MAX_SAFE_INTEGER + 1, false],
    [-1, false],
    [0.5, false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    ['1', false],
    [1n, false],
    [true, false],
    [null, false],
    [undefined, false],
  ])('%p: %s', (value, is) => {
    expect(fits(quantitySchema, value)).toBe(is);
  });
});

describe('a person', () => {
  it.each([
    ['an id and a name', { personId: ID, name: 'Patrick Montier' }, []],
    ['no name', { personId: ID }, ['name']],
    ['no id', { name: 'Patrick Montier' }, ['personId']],
    ['an empty name', { personId: ID, name: ' ' }, ['name']],
    ['something else about the person', { personId: ID, name: 'Patrick Montier', email: 'p@example.org' }, ['']],
  ])('is %s: %j wrong at %j', (_what, value, places) => {
    expect(wrong(personSchema, value).map((line) => line.split(':')[0])).toEqual(places);
  });
});

describe('evidence', () => {
  const title = 'Procès-verbal';
  it.each([
    ['a title', { title }, []],
    ['all of it', { title, date: '2017-03-28', sha256: HASH, link: 'https://example.org/pv.pdf' }, []],
    ['a link without encryption', { title, link: 'http://example.org/pv.pdf' }, []],
    ['a link of 2,000 characters', { title, link: `https://example.org/${'x'.repeat(1_980)}` }, []],
    ['no title', { date: '2017-03-28' }, ['title']],
    ['an empty title', { title: ' ' }, ['title']],
    ['no day', { title, date: '2015-02-29' }, ['date']],
    ['a day that is null', { title, date: null }, ['date']],
    ['a hash in upper case', { title, sha256: HASH.toUpperCase() }, ['sha256']],
    ['a link that is none', { title, link: 'pv.pdf' }, ['link']],
    ['a link that is too long', { title, link: `https://example.org/${'x'.repeat(1_981)}` }, ['link']],
    ['a script for a link', { title, link: 'javascript:alert(1)' }, ['link']],
    ['data for a link', { title, link: 'data:text/html,x' }, ['link']],
    ['a file for a link', { title, link: 'file:///pv.pdf' }, ['link']],
    ['a surplus member', { title, author: 'x' }, ['']],
  ])('with %s', (_what, value, places) => {
    expect(wrong(evidenceSchema, value).map((line) => line.split(':')[0])).toEqual(places);
  });
});
