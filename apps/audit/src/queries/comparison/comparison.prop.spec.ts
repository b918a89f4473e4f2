import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { asOf, versionsOf, withSayings, type Point, type Saying, type Statement } from '#libs/bitemporal';
import type { Fact, FactValues } from '../../read-models/facts/fact.ts';
import { compare } from './comparison.ts';

type Member = FactValues['member'];

const day = (index: number): string => `2016-01-${String(index + 1).padStart(2, '0')}`;
const recorded = (index: number): string => `2017-01-${String(index + 1).padStart(2, '0')}T10:00:00.000Z`;
const anyDay = fc.integer({ min: 0, max: 9 }).map(day);

/** What was put on record about one membership, in the order of recording. */
const anyStatement = fc.record({
  on: anyDay,
  change: fc.constantFrom('admitted', 'transferred', 'other college', 'left', 'succeeded'),
});
type Entry = Readonly<{ on: string; change: string }>;

const organisationId = 'organisation';
const SAYINGS: Readonly<Record<string, (on: string) => Saying<Member>>> = {
  admitted: (on) => ({ on, is: { how: 'admission', organisationId } }),
  transferred: (on) => ({ on, is: { how: 'succession', organisationId, operationId: 'operation' } }),
  'other college': (on) => ({ on, is: { how: 'admission', organisationId, college: 'start-ups' } }),
  left: (on) => ({ on, ended: { cause: 'resignation' } }),
  succeeded: (on) => ({
    ...{ on, ended: { cause: 'succession', operationId: 'operation', into: { id: 'next', subjectId: 'successor' } } },
  }),
};

function factOf(entries: readonly Entry[], id: string): Fact<'member'> {
  const statements = entries.reduce<readonly Statement<Member>[]>((known, { on, change }, index) => {
    const source = { eventId: `${id} ${String(index)}`, type: change, position: String(index) };
    const saying = SAYINGS[change]?.(on);
    return withSayings(known, saying === undefined ? [] : [saying], { ...source, recordedAt: recorded(index) });
  }, []);
  const versions = versionsOf(statements, () => 0);
  return { factId: `member:${id}`, kind: 'member', id, subjectId: 'cluster', versions };
}

const anyFacts = fc
  .array(fc.array(anyStatement, { minLength: 1, maxLength: 5 }), { maxLength: 8 })
  .map((all) => all.map((statements, index) => factOf(statements, `m${String(index)}`)));
const anyPoint: fc.Arbitrary<Point> = fc
  .tuple(anyDay, fc.option(fc.integer({ min: 0, max: 5 }).map(recorded)))
  .map(([validAt, knownAt]) => ({ validAt, ...(knownAt === null ? {} : { knownAt }) }));

const run = async (
  check: (facts: readonly Fact<'member'>[], left: Point, right: Point) => Promise<void>,
): Promise<void> => {
  await fc.assert(fc.asyncProperty(anyFacts, anyPoint, anyPoint, check), { numRuns: 250, seed: propertySeed() });
};
const holding = (facts: readonly Fact<'member'>[], point: Point) =>
  facts.filter(({ versions }) => asOf(versions, point) !== undefined).map(({ id }) => id);

describe('the comparison of any two points', () => {
  it('accounts for every member: right = left + added + arrived − removed − moved', async () => {
    let differing = 0;
    await run(async (facts, left, right) => {
      const { counts } = (await compare(facts, { left, right }, 100)).members;
      expect(counts.left).toBe(holding(facts, left).length);
      expect(counts.right).toBe(holding(facts, right).length);
      expect(counts.right).toBe(counts.left + counts.added + counts.arrived - counts.removed - counts.moved);
      differing += counts.left === counts.right ? 0 : 1;
    });
    expect(differing).toBeGreaterThan(0);
  });

  it('names in its lists who came and who went, each once', async () => {
    await run(async (facts, left, right) => {
      const { members } = await compare(facts, { left, right }, 100);
      const [before, after] = [holding(facts, left), holding(facts, right)];
      const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
      expect([...ids(members.added), ...ids(members.arrived)].toSorted()).toEqual(
        after.filter((id) => !before.includes(id)).toSorted(),
      );
      expect([...ids(members.removed), ...ids(members.moved)].toSorted()).toEqual(
        before.filter((id) => !after.includes(id)).toSorted(),
      );
      for (const id of ids(members.changed)) expect([before.includes(id), after.includes(id)]).toEqual([true, true]);
    });
  });

  it('of a point with itself is empty', async () => {
    await run(async (facts, point) => {
      const { members, truncated } = await compare(facts, { left: point, right: point }, 100);
      const { left, right, ...changes } = members.counts;
      expect([left === right, truncated, changes]).toEqual([
        true,
        false,
        { added: 0, removed: 0, changed: 0, moved: 0, arrived: 0 },
      ]);
    });
  });

  it('the other way round swaps the numbers', async () => {
    await run(async (facts, left, right) => {
      const there = (await compare(facts, { left, right }, 100)).members.counts;
      const back = (await compare(facts, { left: right, right: left }, 100)).members.counts;
      expect([back.left, back.right, back.changed]).toEqual([there.right, there.left, there.changed]);
      expect(back.added + back.arrived).toBe(there.removed + there.moved);
    });
  });

  it('says of each difference whether the world changed, our knowledge of it, or both', async () => {
    const seen = new Set<string>();
    await run(async (facts, left, right) => {
      const { members } = await compare(facts, { left, right }, 100);
      const back = (await compare(facts, { left: right, right: left }, 100)).members;
      const changesOf = ({ added, removed, changed, moved, arrived }: typeof members) =>
        [...added, ...removed, ...changed, ...moved, ...arrived].map(({ id, changed: what }) => `${id} ${what}`).sort();
      expect(changesOf(back)).toEqual(changesOf(members));
      for (const change of changesOf(members)) {
        if (left.validAt === right.validAt) expect(change).toMatch(/knowledge$/);
        if (left.knownAt === right.knownAt) expect(change).toMatch(/world$/);
        seen.add(change.slice(change.indexOf(' ') + 1));
      }
    });
    expect([...seen].sort()).toEqual(['both', 'knowledge', 'world']);
  });

  it('counts everything whatever the length of its lists, and says when they are cut', async () => {
    await run(async (facts, left, right) => {
      const whole = await compare(facts, { left, right }, 100);
      for (const limit of [0, 1, 2]) {
        const short = await compare(facts, { left, right }, limit);
        expect(short.members.counts).toEqual(whole.members.counts);
        const lists = (['added', 'removed', 'changed', 'moved', 'arrived'] as const).map((name) => {
          expect(short.members[name]).toEqual(whole.members[name].slice(0, limit));
          return whole.members[name].length > limit;
        });
        expect(short.truncated).toBe(lists.includes(true));
      }
    });
  });
});
