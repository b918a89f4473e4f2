import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { preferredType } from './accept.ts';

const OFFERED = ['application/json', 'image/svg+xml', 'text/vnd.graphviz'] as const;
type Offered = (typeof OFFERED)[number];

interface Range {
  readonly pattern: string;
  readonly tenths: number;
}

const anyRange: fc.Arbitrary<Range> = fc.record({
  pattern: fc.constantFrom(...OFFERED, 'image/*', 'text/*', 'application/*', 'text/html', '*/*'),
  tenths: fc.integer({ min: 0, max: 10 }),
});
const anyRanges = fc.uniqueArray(anyRange, { selector: ({ pattern }) => pattern, maxLength: 8 });
const anySpace = fc.constantFrom('', ' ', '  ');

const headerOf = (ranges: readonly Range[], space: string): string =>
  ranges.map(({ pattern, tenths }) => `${pattern};${space}q=${(tenths / 10).toFixed(1)}`).join(`${space},${space}`);

/** RFC 9110 §12.5.1, said the long way: the most specific range names the weight of a type. */
function weightOf(type: Offered, ranges: readonly Range[]): number {
  const fitting = ranges
    .filter(({ pattern }) => pattern === '*/*' || pattern === type || pattern === `${type.split('/')[0] ?? ''}/*`)
    .toSorted((a, b) => stars(a.pattern) - stars(b.pattern));
  return fitting[0]?.tenths ?? 0;
}
const stars = (pattern: string): number => pattern.split('*').length;

describe('the preferred type of any Accept header', () => {
  const run = (check: (ranges: readonly Range[], space: string) => void): void => {
    fc.assert(fc.property(anyRanges, anySpace, check), { numRuns: 300, seed: propertySeed() });
  };

  it('has the greatest weight of all that are offered', () => {
    run((ranges, space) => {
      const preferred = preferredType(headerOf(ranges, space), OFFERED);
      const greatest = Math.max(...OFFERED.map((type) => weightOf(type, ranges)));
      if (ranges.length > 0 && greatest > 0) expect(weightOf(preferred, ranges)).toBe(greatest);
      else expect(preferred).toBe('application/json');
    });
  });

  it('is the first of equals in the order of the offer, however the header is ordered', () => {
    run((ranges, space) => {
      const preferred = preferredType(headerOf(ranges, space), OFFERED);
      expect(preferredType(headerOf(ranges.toReversed(), space), OFFERED)).toBe(preferred);
      const equals = OFFERED.filter((type) => weightOf(type, ranges) === weightOf(preferred, ranges));
      expect(equals[0]).toBe(preferred);
    });
  });

  it('does not depend on capitals or on other parameters', () => {
    run((ranges, space) => {
      const header = headerOf(ranges, space);
      const preferred = preferredType(header, OFFERED);
      expect(preferredType(header.toUpperCase(), OFFERED)).toBe(preferred);
      expect(preferredType(header.replaceAll(';', ';charset=utf-8;'), OFFERED)).toBe(preferred);
    });
  });

  it('is one of those that are offered, whatever the header says', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (header) => OFFERED.includes(preferredType(header, OFFERED))),
      { numRuns: 300, seed: propertySeed() },
    );
  });
});
