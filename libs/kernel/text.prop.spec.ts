import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { propertySeed } from './testing/index.ts';
import { storableJson, storableText, terminalLines, terminalText } from './text.ts';

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

describe('a text on its way to a terminal', () => {
  const ACTS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}\u200b\u2060-\u2064\ufeff]/u;

  it.each([
    ['ESC', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
    ['the sequence introducer of C1', 'a\u009b31m', 'a\\u009b31m'],
    ['a title', '\u001b]0;x\u0007', '\\u001b]0;x\\u0007'],
    ['a carriage return', 'good\rbad', 'good\\u000dbad'],
    ['a line break', 'a\nready', 'a\\u000aready'],
    ['a direction', 'A\u202egnorw', 'A\\u202egnorw'],
    ['half a pair', 'x\ud800y', 'x\\ud800y'],
    ['a mark without width', 'Alto\u200b', 'Alto\\u200b'],
    ['nothing of a name', "Clust'R Numérique 👩‍👩‍👧‍👦 日本 عربى", "Clust'R Numérique 👩‍👩‍👧‍👦 日本 عربى"],
  ])('has %s escaped', (_what, text, shown) => expect(terminalText(text)).toBe(shown));

  it('keeps its lines, and nothing that acts', () => {
    const property = fc.property(anyText, (text) => {
      const shown = terminalLines(text);
      expect(shown.isWellFormed()).toBe(true);
      expect(shown.replaceAll('\n', '')).not.toMatch(ACTS);
      expect(shown.split('\n')).toHaveLength(text.split('\n').length);
      expect(terminalText(text)).not.toMatch(ACTS);
    });
    fc.assert(property, parameters);
  });

  it('is the same value where it is JSON', () => {
    const property = fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const json = JSON.stringify(value);
      expect(JSON.parse(terminalLines(json))).toEqual(JSON.parse(json));
    });
    fc.assert(property, parameters);
  });
});
