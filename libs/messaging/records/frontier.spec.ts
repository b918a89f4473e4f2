import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { frontierOf, frontierText, InvalidRecord, publicTopic, restrictedTopic } from './index.ts';

const contexts = fc.constantFrom('membership', 'governance', 'incubation', 'mergers', 'audit', 'e2e');
const topics = fc
  .tuple(contexts, fc.boolean())
  .map(([name, open]) => (open ? publicTopic(name) : restrictedTopic(name)));
const frontiers = fc
  .array(fc.tuple(topics, fc.bigInt({ min: 0n, max: 10n ** 18n })))
  .map((entries) => new Map(entries));

describe('a frontier', () => {
  it('is read as it was written, whatever the order in which it came about', () => {
    fc.assert(
      fc.property(frontiers, (frontier) => {
        const text = frontierText(frontier);
        expect(frontierOf(text)).toEqual(frontier);
        expect(frontierText(new Map([...frontier].reverse()))).toBe(text);
        expect(frontierText(frontierOf(text))).toBe(text);
      }),
      { seed: propertySeed(), numRuns: 500 },
    );
  });

  it('has the form that subscribers of other languages read', () => {
    const frontier = new Map([
      [restrictedTopic('membership'), 7n],
      [publicTopic('governance'), 41n],
    ]);
    expect(frontierText(frontier)).toBe('governance=41,membership.restricted=7');
    expect(frontierText(new Map())).toBe('');
  });

  it.each([
    'governance',
    'governance=',
    'governance=-1',
    'governance=01',
    'governance=1.5',
    'governance=1,',
    ',governance=1',
    'governance=1, mergers=2',
    'governance=1,governance=2',
    'Governance=1',
    'governance.secret=1',
    'governance=12345678901234567890',
    'governance=1\n',
  ])('%j is none', (text) => {
    expect(() => frontierOf(text)).toThrow(InvalidRecord);
    expect(() => frontierOf(text)).toThrow(JSON.stringify(text));
  });
});
