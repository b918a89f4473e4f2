import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { catalog } from '#libs/contracts';
import { propertySeed } from '#libs/kernel/testing';
import { countedUuid } from '#libs/kernel/testing';
import { absorptionPlan, auvergneTic, blockingCondition, numelink } from '../../../test/sample-operation.ts';
import type { Plan } from '../rules/act.ts';
import { planHash } from './plan-hash.ts';

const antenna = (count: number) => ({
  antennaId: countedUuid(count, 40),
  name: `Antenna ${String(count)}`,
  departments: ['63', '15'],
});
const president = {
  officeId: countedUuid(1, 41),
  kind: 'president' as const,
  title: 'Présidente',
  maxHolders: 2,
  holders: [
    {
      mandateId: countedUuid(1, 42),
      person: { personId: countedUuid(1, 43), name: 'É. Ü.' },
      tiedToClusterId: numelink,
    },
  ],
};

/** Plans with something at every depth. */
const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    motives: fc.string({ minLength: 1, maxLength: 40 }),
    contributionsEuros: fc.option(fc.nat()),
    newAntennas: fc.subarray([antenna(1), antenna(2), antenna(3)]),
    openPoints: fc.array(fc.constantFrom('the seat', 'the name', 'œuvre'), { maxLength: 3 }),
    isGoverned: fc.boolean(),
    isMapped: fc.boolean(),
    conditions: fc.subarray([blockingCondition]),
  })
  .map(({ isGoverned, isMapped, ...changes }) =>
    absorptionPlan({
      ...changes,
      ...(isMapped ? { collegeMapping: [{ fromClusterId: auvergneTic, toCollege: 'companies' }] } : {}),
      antennaMapping: changes.newAntennas.map(({ antennaId }) => ({
        fromClusterId: auvergneTic,
        toAntennaId: antennaId,
      })),
      transitionalGovernance: isGoverned
        ? {
            limit: '2017-03-31',
            bodies: [{ bodyId: countedUuid(1, 44), kind: 'board', name: 'Conseil', offices: [president] }],
          }
        : { bodies: [] },
    }),
  );

/** The same value with the members of every object in another order, drawn by `turn`. */
function reordered(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((each) => reordered(each, turn));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => [key, reordered(each, turn)]);
  const cut = entries.length === 0 ? 0 : turn % entries.length;
  const turned = [...entries.slice(cut), ...entries.slice(0, cut)];
  return Object.fromEntries(turn % 2 === 0 ? turned : turned.toReversed());
}

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

describe('the hash of a plan', () => {
  it('does not depend on the order of members, however deep', () => {
    let deepest = 0;
    fc.assert(
      fc.property(anyPlan, fc.nat({ max: 50 }), (plan, turn) => {
        const other = reordered(plan, turn);
        deepest = Math.max(deepest, depthOf(other));
        expect(other).toEqual(plan);
        expect(planHash(other as Plan)).toBe(planHash(plan));
      }),
      { numRuns: 150, seed: propertySeed() },
    );
    expect(deepest).toBeGreaterThan(6);
  });

  it('survives the way through JSON', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => planHash(JSON.parse(JSON.stringify(plan)) as Plan) === planHash(plan)),
      { numRuns: 80, seed: propertySeed() },
    );
  });

  it('differs where the content differs', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, (one, other) => {
        expect(planHash(one) === planHash(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 150, seed: propertySeed() },
    );
  });

  const plan = absorptionPlan({ newAntennas: [antenna(1), antenna(2)], openPoints: ['the seat', 'the name'] });
  it.each<[string, Partial<Plan>]>([
    ['another order of a list', { newAntennas: [antenna(2), antenna(1)] }],
    ['one point less', { openPoints: ['the seat'] }],
    ['an amount of nothing instead of none', { contributionsEuros: 0 }],
    ['a day', { effectDate: '2016-06-30' }],
    ['a letter', { motives: `${plan.motives}.` }],
    [
      'a composed letter instead of a letter with its accent',
      { motives: plan.motives.replace('four', 'f\u006F\u0301ur') },
    ],
    ['the kind of a name', { successor: { ...plan.successor, nameKind: 'code' } }],
    ['a department more', { successor: { ...plan.successor, departments: ['42', '43'] } }],
    ['a college of members', { collegeMapping: [{ fromClusterId: auvergneTic, toCollege: 'companies' }] }],
    ['a department of an antenna', { newAntennas: [antenna(1), { ...antenna(2), departments: ['63'] }] }],
  ])('is another with %s', (_what, changes) => {
    expect(planHash({ ...plan, ...changes })).not.toBe(planHash(plan));
  });

  // Free text, in which persons may be named, is content that is voted on: another word is another plan.
  const names = catalog.personalFields('mergers.PlanDrafted').filter(({ personId }) => personId !== undefined);
  it.each(names.map(({ path }) => [path] as const))('does not hold the name of a person: %s', (path) => {
    const governed = (name: string) => {
      const holders = president.holders.map((holder) => ({ ...holder, person: { ...holder.person, name } }));
      const offices = [{ ...president, holders }];
      const bodies = [{ bodyId: countedUuid(1, 44), kind: 'board' as const, name: 'Conseil', offices }];
      return absorptionPlan({ transitionalGovernance: { bodies } });
    };
    expect(path).toBe('plan.transitionalGovernance.bodies.*.offices.*.holders.*.person.name');
    expect(planHash(governed('Marie Curie'))).toBe(planHash(governed('Irène Joliot')));
  });

  it('is written down: a plan hashed today is found under the same name in ten years', () => {
    expect(planHash(absorptionPlan())).toMatchInlineSnapshot(
      `"489b80d8e7b72dd9882788ec267906599afdc25e6d0a79b7b011dc74eb2a694c"`,
    );
  });
});
