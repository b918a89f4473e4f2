import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { replayBound } from './admin.ts';
import { decimal, positionParameter } from './decimal.ts';

const number = decimal(z.int().min(0).max(500).default(50));
const SPELLINGS = [
  '',
  ' ',
  '1e2',
  '0x10',
  '0b1',
  '0o7',
  ' 1',
  '1 ',
  '+1',
  '-1',
  '-0',
  '01',
  '00',
  '1.0',
  '1_0',
  '١',
  'NaN',
];

describe('a whole number that comes as text', () => {
  it.each([
    ['0', 0],
    ['7', 7],
    ['500', 500],
    [undefined, 50],
  ])('%j is %j', (text, value) => expect(number.parse(text)).toBe(value));

  it.each(SPELLINGS)('is not spelled %j, nor is a position', (text) => {
    const { error } = number.safeParse(text);
    expect(error?.issues).toMatchObject([{ message: expect.stringContaining('decimal digits') as unknown }]);
    expect(positionParameter.safeParse(text).success).toBe(false);
    expect(() => replayBound(text)).toThrow();
  });

  it('keeps the bounds of its schema, and a position its last digit', () => {
    expect(number.safeParse('501').success).toBe(false);
    expect(positionParameter.parse('900719925474099301')).toBe(900_719_925_474_099_301n);
    expect(replayBound('12')).toEqual({ position: 12n });
  });

  it('is a number in documents, with its default', () => {
    expect(z.toJSONSchema(number, { io: 'input' })).toMatchObject({
      type: 'integer',
      minimum: 0,
      maximum: 500,
      default: 50,
    });
  });
});
