import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold, type FactRefusal } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { digitalLeague, fusion, numelink } from '../../test/facts.ts';
import { fusionOf } from '../../test/succession.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import {
  membership,
  type MembershipCommand,
  type MembershipRejection,
} from '../domain/membership/membership.decide.ts';
import {
  membershipId,
  periodsOf,
  type MembershipEvent,
  type MembershipState,
} from '../domain/membership/membership.ts';
import { inTheEnd, type Fate } from '../domain/organisation/organisation.ends.ts';
import { countOn, countsOf } from '../read-models/memberships/counts.ts';
import { moveCommands } from './moves.ts';
import { organisationMoves } from './organisation-moves.ts';

const succession = fusionOf([numelink], digitalLeague, fusion);
const MERGED_ON = succession.effectiveOn;
const CLUSTERS = [numelink, digitalLeague];
const COMPANIES = [1, 2, 3, 4, 5].map((n) => countedUuid(n, 8));
const DAYS = ['2010-01-01', '2012-01-01', '2014-01-01', '2016-01-01', MERGED_ON, '2018-01-01', '2020-01-01'];
const LAST = '9999-12-31';

const registered = cluster.evolve(cluster.initial, {
  ...{ type: 'ClusterRegistered', clusterId: numelink, kind: 'cluster', name: 'Numélink', nameKind: 'final' },
  ...{ seat: 'Saint-Étienne', departments: ['42'], since: '1900-01-01' },
});

interface Period {
  readonly clusterId: string;
  readonly organisationId: string;
  readonly since: string;
  readonly until?: string | undefined;
}
interface Ends {
  readonly organisationId: string;
  readonly fate: Fate;
}
type Step = Period | Ends | 'merger';

/** The memberships of companies that end, in two clusters of which one goes up in the other; what follows is carried out after each fact, to the end. */
class World {
  readonly #streams = new Map<string, readonly MembershipEvent[]>();
  readonly #fates = new Map<string, Fate>();
  #isMerged = false;
  /** Admissions of companies that had come over by what was on record: the office records none. */
  readonly #unrecorded: Period[] = [];

  stateOf(id: string): MembershipState {
    return fold(membership, this.#streams.get(id) ?? []);
  }

  does(step: Step): void {
    if (step === 'merger') this.#isMerged = true;
    else if ('fate' in step) this.#fates.set(step.organisationId, step.fate);
    else this.#states(step);
    this.#follow();
  }

  /** Of one that came over already the office records that it left. */
  #states(step: Period): void {
    const refusal = this.#decides(admissionOf(step));
    const isMember = refusal?.type === 'MBR_ALREADY_MEMBER';
    const end = isMember ? endOf(step) : undefined;
    if (isMember) this.#unrecorded.push(step);
    const others = end === undefined ? undefined : this.#decides(end);
    if ((isMember ? others : refusal) !== undefined)
      throw new Error(`refused: ${JSON.stringify([step, refusal, others])}`);
  }

  /** Whether everybody of whom no admission was recorded, because they had come over, has: else another order has other facts. */
  get hasAllOnRecord(): boolean {
    return this.#unrecorded.every(({ clusterId, organisationId, since }) =>
      isIn(periodsOf(this.stateOf(membershipId(clusterId, organisationId))), since),
    );
  }

  takesBack(organisationId: string): void {
    this.#fates.set(organisationId, {});
    this.#follow();
  }

  /** What everybody reads: who is a member of what on each day, and the counts. */
  says() {
    return CLUSTERS.map((clusterId) => {
      const held = COMPANIES.map((organisationId) => periodsOf(this.stateOf(membershipId(clusterId, organisationId))));
      return {
        members: Object.fromEntries(DAYS.map((day) => [day, COMPANIES.filter((_each, n) => isIn(held[n] ?? [], day))])),
        counts: DAYS.map((day) => countOn(countsOf(held.map((periods) => ({ periods }))), day).members),
      };
    });
  }

  #decides(command: MembershipCommand): MembershipRejection | FactRefusal<'MBR'> | undefined {
    const events = this.#streams.get(command.membershipId) ?? [];
    const decision = membership.decide(command, fold(membership, events));
    if (!decision.ok) return decision.rejection;
    if (decision.events.length > 0) this.#streams.set(command.membershipId, [...events, ...decision.events]);
    return undefined;
  }

  #follow(): void {
    for (let round = 0; round < 20; round += 1) {
      const before = new Map(this.#streams);
      for (const command of this.#commands())
        for (const each of command()) {
          const refusal = this.#decides(each);
          if (refusal !== undefined) throw new Error(`${each.type}: ${JSON.stringify(refusal)}`);
        }
      if ([...this.#streams].every(([id, events]) => before.get(id) === events)) return;
    }
    throw new Error('what follows never comes to an end');
  }

  *#commands(): Generator<() => readonly MembershipCommand[]> {
    for (const organisationId of COMPANIES)
      if (this.#isMerged)
        yield () =>
          moveCommands(
            { succession, organisationId },
            {
              ofPredecessors: [this.stateOf(membershipId(numelink, organisationId))],
              ofHeirs: [this.stateOf(membershipId(digitalLeague, organisationId))],
            },
          );
    for (const [organisationId, fate] of this.#fates)
      for (const clusterId of CLUSTERS)
        yield () => {
          const heirs: readonly string[] = COMPANIES.filter((each) => each !== organisationId).map((each) =>
            membershipId(clusterId, each),
          );
          const ofHeirs = new Map(heirs.map((id): [string, MembershipState] => [id, this.stateOf(id)]));
          const own = this.stateOf(membershipId(clusterId, organisationId));
          const known = inTheEnd(fate, (id) => this.#fates.get(id));
          return organisationMoves({ clusterId, organisationId }, known, { own, ofHeirs });
        };
  }
}

function endOf({ clusterId, organisationId, until }: Period): MembershipCommand | undefined {
  if (until === undefined) return undefined;
  const about = { membershipId: membershipId(clusterId, organisationId), clusterId };
  return { type: 'EndMembership', ...about, cause: 'resignation', on: until };
}

function admissionOf({ clusterId, organisationId, since, until }: Period): MembershipCommand {
  return {
    ...{ type: 'AdmitMember', membershipId: membershipId(clusterId, organisationId), clusterId, organisationId },
    ...{ in: { cluster: registered, colleges: { colleges: [] } }, since },
    ...(until === undefined ? {} : { ended: { on: until, cause: 'resignation' } }),
  };
}

function isIn(
  periods: readonly { readonly since: string; readonly until?: string | undefined }[],
  day: string,
): boolean {
  return periods.some(({ since, until }) => since <= day && (until === undefined || day < until));
}

/**
 * Who is a member on each day, counted by hand over the facts: a day at a time, first who leaves, then who joins, then the companies that end, until
 * nothing moves any more, then the merger.
 */
function countedByHand(steps: readonly Step[]) {
  const periods = steps.filter((step): step is Period => step !== 'merger' && 'since' in step);
  const ends = steps.filter((step): step is Ends => step !== 'merger' && 'fate' in step);
  const fates = new Map<string, Fate>(ends.map(({ organisationId, fate }) => [organisationId, fate]));
  const isMerged = steps.includes('merger');
  const held = new Map<string, Set<string>>(CLUSTERS.map((id) => [id, new Set<string>()]));
  const has = (clusterId: string) => held.get(clusterId) ?? new Set<string>();
  /** A second entry of a company holds its own part beside what the company holds. */
  const days = DAYS.map((day) => {
    for (const { clusterId, organisationId, until } of periods)
      if (until === day) has(clusterId).delete(organisationId);
    for (const { clusterId, organisationId, since } of periods) if (since === day) has(clusterId).add(organisationId);
    for (let isMoving = true; isMoving;) {
      isMoving = false;
      for (const members of held.values())
        for (const id of members) {
          // A second entry of one that is gone goes where that one went.
          const end = fates.get(fates.get(id)?.pivotId ?? id)?.end;
          if (end === undefined || day < end.on) continue;
          members.delete(id);
          if (end.continuation !== undefined) members.add(end.continuation.heirId);
          isMoving = true;
        }
    }
    if (isMerged && day === MERGED_ON) {
      for (const id of has(numelink)) has(digitalLeague).add(fates.get(id)?.pivotId ?? id);
      has(numelink).clear();
    }
    const shown = (clusterId: string) => new Set([...has(clusterId)].map((id) => fates.get(id)?.pivotId ?? id));
    return { day, shown: CLUSTERS.map((clusterId) => shown(clusterId)) };
  });
  return CLUSTERS.map((_clusterId, n) => ({
    members: Object.fromEntries(days.map(({ day, shown }) => [day, COMPANIES.filter((id) => shown[n]?.has(id))])),
    counts: days.map(({ shown }) => shown[n]?.size ?? 0),
  }));
}

/** Companies end in the order of the list: nobody continues itself. */
const anyFates: fc.Arbitrary<readonly Ends[]> = fc
  .array(fc.record({ how: fc.integer({ min: 0, max: 6 }), heir: fc.nat(), on: fc.constantFrom(...DAYS.slice(2)) }), {
    minLength: COMPANIES.length,
    maxLength: COMPANIES.length,
  })
  .map((drawn) => {
    const pivots = new Set<string>();
    return drawn.flatMap(({ how, heir, on }, n): readonly Ends[] => {
      const organisationId = COMPANIES[n] ?? '';
      const others = COMPANIES.slice(n + 1);
      const heirId = others[heir % Math.max(others.length, 1)];
      if (how === 0) return [{ organisationId, fate: { end: { on, cause: 'liquidation' } } }];
      if (how > 4 || heirId === undefined) return [];
      if (how > 2 && !pivots.has(organisationId)) {
        pivots.add(heirId);
        return [{ organisationId, fate: { pivotId: heirId } }];
      }
      const continuation = { how: 'absorption', successorIds: [heirId], heirId } as const;
      return [{ organisationId, fate: { end: { on, continuation } } }];
    });
  });

/** Rising days, in turn of an admission and of an end. */
const anyPeriods: fc.Arbitrary<readonly Period[]> = fc
  .tuple(
    ...CLUSTERS.flatMap((clusterId) =>
      COMPANIES.map((organisationId) =>
        fc
          .uniqueArray(fc.constantFrom(...DAYS), { maxLength: 3 })
          .map((some) => some.toSorted())
          .map((some) =>
            some.flatMap((since, n): readonly Period[] =>
              n % 2 === 1 ? [] : [{ clusterId, organisationId, since, until: some[n + 1] }],
            ),
          ),
      ),
    ),
  )
  .map((all) => all.flat());

/** Nobody joins what is gone, nor, after the merger, who may have come over by it; and whatever a membership passes into has no end of its own that was decided before it passed. */
function lawful(period: Period, fates: ReadonlyMap<string, Fate>, isMerged: boolean): Period | undefined {
  const { clusterId, organisationId, since, until } = period;
  const { end, pivotId } = fates.get(organisationId) ?? {};
  const ofPivot = fates.get(pivotId ?? '')?.end;
  const goneOn = [end?.on, ofPivot?.on, isMerged && clusterId === numelink ? MERGED_ON : undefined]
    .map((each) => each ?? LAST)
    .toSorted()[0];
  const isLate = isMerged && since >= MERGED_ON;
  if (goneOn === undefined || since >= goneOn || isLate) return undefined;
  return until === undefined || until <= goneOn ? period : { ...period, until: undefined };
}

const anyHistory = fc.record({ fates: anyFates, periods: anyPeriods, isMerged: fc.boolean() }).map((drawn) => {
  const fates = new Map(drawn.fates.map(({ organisationId, fate }) => [organisationId, fate]));
  const seen = new Set<string>();
  const periods = drawn.periods.flatMap((each) => {
    const period = lawful(each, fates, drawn.isMerged);
    const key = `${each.clusterId}:${each.organisationId}`;
    if (period === undefined || seen.has(key)) return [];
    if (period.until === undefined) seen.add(key);
    return [period];
  });
  return {
    steps: [...periods, ...drawn.fates, ...(drawn.isMerged ? (['merger'] as const) : [])] as readonly Step[],
    fates: drawn.fates,
  };
});
const anyKeys = fc.array(fc.nat(), { minLength: 30, maxLength: 30 });

function worldAfter(steps: readonly Step[]): World {
  const world = new World();
  for (const step of steps) world.does(step);
  return world;
}

/**
 * Another order of recording; the periods of one membership stay in theirs: an office does not record that somebody joins who is a member by what it knows. Of a
 * company with two entries nothing is recorded any more once they are known to be one: what was meant of the one entry would hold for the other.
 */
function turned(keys: readonly number[], steps: readonly Step[]): readonly Step[] {
  const keyOf = (n: number) => keys[n % keys.length] ?? 0;
  const latest = new Map<string, number>();
  const last = (name: string, key: number): number => {
    const known = Math.max(key, latest.get(name) ?? 0);
    latest.set(name, known);
    return known;
  };
  return steps
    .map((step, n) => {
      if (step === 'merger') return { step, key: keyOf(n) };
      if ('fate' in step) {
        const own = CLUSTERS.flatMap((clusterId) =>
          [step.organisationId, step.fate.pivotId ?? ''].map((id) => latest.get(`${clusterId} ${id}`) ?? 0),
        );
        return { step, key: step.fate.pivotId === undefined ? keyOf(n) : Math.max(keyOf(n), ...own) };
      }
      return { step, key: last(`${step.clusterId} ${step.organisationId}`, keyOf(n)) };
    })
    .toSorted((a, b) => a.key - b.key)
    .map(({ step }) => step);
}

describe('companies that are one, go up in others, split and cease', () => {
  it('are members as a count by hand says, on every day, in whatever order it was recorded', () => {
    const seen = { merged: 0, duplicates: 0, heirs: 0, ceased: 0, both: 0, less: 0 };
    fc.assert(
      fc.property(anyHistory, anyKeys, ({ steps, fates }, keys) => {
        const expected = countedByHand(steps);
        expect(worldAfter(steps).says()).toEqual(expected);
        const world = worldAfter(turned(keys, steps));
        if (world.hasAllOnRecord) expect(world.says()).toEqual(expected);
        else seen.less += 1;
        if (steps.includes('merger')) seen.merged += 1;
        if (fates.some(({ fate }) => fate.pivotId !== undefined)) seen.duplicates += 1;
        if (fates.some(({ fate }) => fate.end?.continuation !== undefined)) seen.heirs += 1;
        if (fates.some(({ fate }) => fate.end?.cause !== undefined)) seen.ceased += 1;
        if (
          new Set(steps.flatMap((step) => (step !== 'merger' && 'since' in step ? [step.organisationId] : []))).size > 2
        )
          seen.both += 1;
      }),
      { numRuns: 300, seed: propertySeed() },
    );
    const { less, ...counts } = seen;
    expect(less).toBeLessThan(10);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(40);
  });

  it('are what they were where an end is taken back', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), ({ steps, fates }, which) => {
        const [wrong] = fates.slice(which % Math.max(fates.length, 1));
        if (wrong === undefined) return;
        const world = worldAfter(steps);
        world.takesBack(wrong.organisationId);
        expect(world.says()).toEqual(worldAfter(steps.filter((step) => step !== wrong)).says());
      }),
      { numRuns: 200, seed: propertySeed() },
    );
  });
});
