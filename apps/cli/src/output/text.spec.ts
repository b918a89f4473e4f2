import { describe, expect, it } from '@jest/globals';
import { table } from './text.ts';

describe('a table', () => {
  it('is as wide as its widest cells, without spaces at the ends of lines', () => {
    const text = table(
      ['name', 'n', ''],
      [
        ['a', '1,000', ''],
        ['a longer one', '2', 'broken'],
      ],
    );
    expect(text.split('\n')).toEqual(['name          n', 'a             1,000', 'a longer one  2      broken']);
  });

  it('without rows is its head', () => {
    expect(table(['name', 'n'], [])).toBe('name  n');
  });
});
