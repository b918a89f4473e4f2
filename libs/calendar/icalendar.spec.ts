import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { icalendar, type Calendar } from './icalendar.ts';

const calendar: Calendar = {
  name: 'Fusion; Numélink, Auvergne TIC',
  revisedOn: '2016-02-01',
  sequence: 7,
  entries: [{ uid: 'a-1@grappe', day: '2016-03-31', summary: 'Dernier jour : l’avis', description: 'G3\nart. 15-3' }],
};

/** Reads the text by the letter of RFC 5545: unfolds, splits names from values, and unescapes. */
function read(text: string): readonly (readonly [string, string])[] {
  return text
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf(':');
      const value = line.slice(at + 1).replaceAll(/\\(.)/gs, (_all, sign: string) => (sign === 'n' ? '\n' : sign));
      return [line.slice(0, at), value] as const;
    });
}

describe('a calendar as iCalendar', () => {
  it('is one component for each entry', () => {
    expect(read(icalendar(calendar))).toEqual([
      ['BEGIN', 'VCALENDAR'],
      ['VERSION', '2.0'],
      ['PRODID', '-//Grappe//Legal calendar//EN'],
      ['CALSCALE', 'GREGORIAN'],
      ['X-WR-CALNAME', 'Fusion; Numélink, Auvergne TIC'],
      ['BEGIN', 'VEVENT'],
      ['UID', 'a-1@grappe'],
      ['DTSTAMP', '20160201T000000Z'],
      ['SEQUENCE', '7'],
      ['DTSTART;VALUE=DATE', '20160331'],
      ['SUMMARY', 'Dernier jour : l’avis'],
      ['DESCRIPTION', 'G3\nart. 15-3'],
      ['TRANSP', 'TRANSPARENT'],
      ['END', 'VEVENT'],
      ['END', 'VCALENDAR'],
    ]);
  });

  it('escapes what would end a value', () => {
    expect(icalendar(calendar)).toContain('X-WR-CALNAME:Fusion\\; Numélink\\, Auvergne TIC\r\n');
  });

  it('folds at 75 octets without cutting a character, and reads as it was written', () => {
    const anyText = fc
      .string({ unit: 'grapheme', minLength: 0, maxLength: 300 })
      .map((text) => text.replaceAll(/\r\n?/g, '\n'));
    fc.assert(
      fc.property(anyText, anyText, (summary, description) => {
        const text = icalendar({ ...calendar, entries: [{ uid: 'x', day: '2016-02-29', summary, description }] });
        for (const line of text.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(Buffer.from(line).toString()).toBe(line);
        }
        const values = new Map(read(text));
        expect([values.get('SUMMARY'), values.get('DESCRIPTION')]).toEqual([summary, description]);
      }),
      { numRuns: 300, seed: propertySeed() },
    );
  });

  it('folds a line of exactly 75 octets not at all, and one of 76 once', () => {
    const lineOf = (octets: number) => {
      const summary = 'x'.repeat(octets - 'SUMMARY:'.length);
      const text = icalendar({ ...calendar, entries: [{ uid: 'x', day: '2016-02-29', summary }] });
      return text
        .slice(text.indexOf('SUMMARY'))
        .split('\r\nTRANSP')[0]
        ?.split('\r\n')
        .map(({ length }) => length);
    };
    expect(lineOf(75)).toEqual([75]);
    expect(lineOf(76)).toEqual([75, 2]);
  });
});
