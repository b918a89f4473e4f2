import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { propertySeed } from './testing/index.ts';
import { storableJson, storableText } from './text.ts';

/** Any UTF-16 at all, half pairs and U+0000 included. */
const anyText = fc
  .string({ unit: 'binary' })
  .chain((text) =>
    fc.constantFrom(text, `${text}\0`, `${text}\ud800`, `\udc00${text}`, `${text}👩‍👩‍👧‍👦${text}`, text.slice(0, -1)),
  );
const parameters = { seed: propertySeed(), numRuns: 500 };

describe('a text on its way into the database', () => {
  it('is well formed, without U+0000, and within its limit', () => {
    const property = fc.property(anyText, fc.nat(40), (text, limit) => {
      const stored = storableText(text, limit);
      expect(stored.isWellFormed()).toBe(true);
      expect(stored).not.toContain('\0');
      expect(stored.length).toBeLessThanOrEqual(limit);
    });
    fc.assert(property, parameters);
  });

  it('stays as it is where it can be stored', () => {
    const property = fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes('\0'));
      expect(storableText(text)).toBe(text);
    });
    fc.assert(property, parameters);
  });

  it.each([
    ['before an emoji that crosses it', `${'x'.repeat(119)}🍇`, 120, 'x'.repeat(119)],
    ['before a family that crosses it', `ab👩‍👩‍👧‍👦`, 6, 'ab'],
    ['before a letter whose accent crosses it', `abe\u0301`, 3, 'ab'],
    ['inside one endless grapheme', `e${'\u0301'.repeat(50)}`, 10, `e${'\u0301'.repeat(9)}`],
    ['not inside the only pair there is', '🍇', 1, ''],
  ])('is cut %s', (_where, text, limit, stored) => expect(storableText(text, limit)).toBe(stored));
});

describe('a value as JSON on its way into the database', () => {
  it('is the value, with texts and names that can be stored', () => {
    const json = fc.jsonValue({ stringUnit: 'binary' }).filter((value) => typeof value === 'object' && value !== null);
    const property = fc.property(json, anyText, (value, text) => {
      const stored = storableJson({ value, [text]: text });
      expect(stored).not.toMatch(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/);
      expect(JSON.parse(stored)).toHaveProperty([storableText(text)], storableText(text));
    });
    fc.assert(property, parameters);
  });

  it('keeps what only looks like it', () => {
    const value = { path: 'C:\\u0000', half: '\\ud83c' };
    expect(JSON.parse(storableJson(value))).toEqual(value);
  });
});
