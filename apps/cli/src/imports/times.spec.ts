import { describe, expect, it } from '@jest/globals';
import type { Verdict } from './complaint.ts';
import { readAttendance, readLimit, readQuantity } from './quantities.ts';
import { readMoment, readTime } from './times.ts';

/** The value, or the reason. */
const said = (verdict: Verdict<string>): string => (verdict.ok ? verdict.value : `refused: ${verdict.reason}`);

describe('a time', () => {
  it.each([
    ['18:30', '18:30'],
    ['18:30:00', '18:30'],
    ['18h30', '18:30'],
    ['18 h 30', '18:30'],
    ['9h', '09:00'],
    ['9H05', '09:05'],
    ['24h00', 'refused: no time of a day: 00:00 to 23:59 is needed'],
    ['18:60', 'refused: no time of a day: 00:00 to 23:59 is needed'],
    ['18', 'refused: no time as HH:mm or HHhmm'],
    ['0,75', 'refused: no time as HH:mm or HHhmm'],
    ['18:', 'refused: no time as HH:mm or HHhmm'],
    ['soir', 'refused: no time as HH:mm or HHhmm'],
  ])('%s is %s', (text, expected) => expect(said(readTime(text))).toBe(expected));

  it.each([
    ['31/12/2016', '2016-12-31'],
    ['31/12/2016 18:00', '2016-12-31T18:00'],
    ['31/12/2016 18:00:00', '2016-12-31T18:00'],
    ['31/12/2016 à 18h30', '2016-12-31T18:30'],
    ['31/12/2016, 9h', '2016-12-31T09:00'],
    ['2016-12-31T18:00', '2016-12-31T18:00'],
    ['2016-12-31 18:00', '2016-12-31T18:00'],
    ['31/12/2016 25:00', 'refused: no time of a day: 00:00 to 23:59 is needed'],
    ['31/02/2016 18:00', 'refused: no day of the calendar'],
    ['42735', 'refused: the number 42735, as spreadsheets count days; 2016-12-31 would be valid: confirm'],
  ])('with a day: %s is %s', (text, expected) => expect(said(readMoment(text, 'dd/mm/yyyy'))).toBe(expected));
});

describe('a quantity', () => {
  it.each([
    ['40', '40'],
    ['040', '40'],
    ['40,0', '40'],
    ['40.00', '40'],
    ['1 200', '1200'],
    ['1\u202f200', '1200'],
    ['40,5', 'refused: a whole number is needed'],
    ['-3', 'refused: no number'],
    ['4E+2', 'refused: no number'],
    ['une centaine', 'refused: no number'],
  ])('%j is %s', (text, expected) => expect(said(readQuantity(text))).toBe(expected));

  it.each([
    ['Sans limite', 'none'],
    ['illimitée', 'none'],
    ['0', '0'],
    ['beaucoup', 'refused: no number'],
  ])('as a limit: %s is %s', (text, expected) => expect(said(readLimit(text))).toBe(expected));

  it.each([
    ['Oui', 'all'],
    ['x', 'all'],
    ['✓', 'all'],
    ['Présente', 'all'],
    ['non', 'none'],
    ['Absent', 'none'],
    ['no-show', 'none'],
    ['Inconnu', 'unknown'],
    ['0', '0'],
    ['2', '2'],
    ['?', 'refused: needed is how many came, yes or no, or unknown'],
    ['2,5', 'refused: needed is how many came, yes or no, or unknown'],
  ])('who came: %s is %s', (text, expected) => expect(said(readAttendance(text))).toBe(expected));
});
