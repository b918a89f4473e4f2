import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { durationOf, supportHours, supportHoursCsv } from './support-hours.ts';

const company = (number: number): string => countedUuid(number, 0x79);
const anySession = fc.record({
  kind: fc.constantFrom('individual-coaching' as const, 'collective-training' as const, 'expertise' as const),
  minutes: fc.integer({ min: 1, max: 1_440 }),
  tags: fc.uniqueArray(fc.constantFrom<string>('marketing', 'sales', 'law'), { maxLength: 3 }),
  organisationIds: fc
    .uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 })
    .map((all) => all.map(company)),
});
const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);
const period = { incubatorId: countedUuid(1) };

describe('support hours', () => {
  it('are given once and received by each company, exactly, whatever the sessions', () => {
    fc.assert(
      fc.property(fc.array(anySession, { maxLength: 40 }), (sessions) => {
        const { given, received, kinds, tags, companies, sessions: count } = supportHours(sessions, period);
        expect(count).toBe(sessions.length);
        expect(given.minutes).toBe(sum(sessions.map(({ minutes }) => minutes)));
        expect(received.minutes).toBe(sum(sessions.map((each) => each.minutes * each.organisationIds.length)));
        // Kinds and companies add up to the total; tags do not have to.
        expect(sum(kinds.map((each) => each.given.minutes))).toBe(given.minutes);
        expect(sum(kinds.map((each) => each.received.minutes))).toBe(received.minutes);
        expect(sum(companies.map((each) => each.received.minutes))).toBe(received.minutes);
        for (const { organisationId, tags: own } of companies)
          for (const { tag, received: had } of own) {
            const took = sessions.filter(
              (each) => each.organisationIds.includes(organisationId) && each.tags.includes(tag),
            );
            expect(had.minutes).toBe(sum(took.map(({ minutes }) => minutes)));
          }
        for (const { tag, given: gave } of tags)
          expect(gave.minutes).toBe(
            sum(sessions.filter((each) => each.tags.includes(tag)).map(({ minutes }) => minutes)),
          );
        // The order of the sessions makes no difference.
        expect(supportHours(sessions.toReversed(), period)).toEqual(supportHours(sessions, period));
      }),
      { numRuns: 100, seed: propertySeed() },
    );
  });

  it.each([
    [0, '0 h 00 min'],
    [59, '0 h 59 min'],
    [60, '1 h 00 min'],
    [270, '4 h 30 min'],
    [1_800_000, '30000 h 00 min'],
  ])('of %d minutes are %s', (minutes, text) => {
    expect(durationOf(minutes)).toEqual({ minutes, text });
  });

  it('are a table with a line for each part', () => {
    const session = {
      kind: 'expertise',
      minutes: 90,
      tags: ['law'],
      organisationIds: [company(1), company(2)],
    } as const;
    const lines = supportHoursCsv(supportHours([session], period))
      .trimEnd()
      .split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual([
      ...['total', 'kind', 'tag'],
      ...['company', 'company-kind', 'company-tag'],
      ...['company', 'company-kind', 'company-tag'],
    ]);
    expect(lines[1]).toBe('total,,,,1,90,180,3 h 00 min');
  });
});
