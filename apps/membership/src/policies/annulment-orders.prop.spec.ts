import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { periodOn } from '#libs/contracts/facts';
import { fold, terminalLines } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { clustrNumerique, digitalLeague, fusion, numelink } from '../../test/facts.ts';
import { fusionOf } from '../../test/succession.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { membership, type MembershipCommand } from '../domain/membership/membership.decide.ts';
import {
  membershipId,
  periodsOf,
  type MembershipEvent,
  type MembershipState,
} from '../domain/membership/membership.ts';
import { changesBetween, countOn, countsOf } from '../read-models/memberships/counts.ts';
import { moveCommands } from './moves.ts';

const PREDECESSORS = [numelink, clustrNumerique];
const CLUSTERS = [...PREDECESSORS, digitalLeague];
const ANNULLED = '2019-06-24';
const whole = {
  ...fusionOf(PREDECESSORS, digitalLeague, fusion),
  collegeMapping: [
    { fromClusterId: numelink, fromCollege: 'labs', toCollege: 'Research' },
    { fromClusterId: clustrNumerique, toCollege: 'Lyon' },
  ],
};
const EFFECT = whole.effectiveOn;
const organisationId = countedUuid(1, 8);
const idIn = (clusterId: string) => membershipId(clusterId, organisationId);
const registered = cluster.evolve(cluster.initial, {
  ...{ type: 'ClusterRegistered', clusterId: numelink, kind: 'cluster', name: 'Numélink', nameKind: 'final' },
  ...{ seat: 'Saint-Étienne', departments: ['42'], since: '1900-01-01' },
});

/** A period of a company in a cluster, as it is recorded; or the day on which it leaves the successor. */
type Stated =
  | { readonly clusterId: string; readonly since: string; readonly until?: string | undefined }
  | { readonly leaves: string };
type Step = Stated | 'merger' | 'annulment';

function commandOf(stated: Stated): MembershipCommand {
  const resigned = (on: string) => ({ on, cause: 'resignation' }) as const;
  if ('leaves' in stated)
    return {
      ...{ type: 'EndMembership', membershipId: idIn(digitalLeague), clusterId: digitalLeague },
      ...resigned(stated.leaves),
    };
  const { clusterId, since, until } = stated;
  return {
    ...{ type: 'AdmitMember', membershipId: idIn(clusterId), clusterId, organisationId, since },
    in: { cluster: registered, colleges: { colleges: [] } },
    ...(clusterId === numelink ? { college: 'labs' } : {}),
    ...(until === undefined ? {} : { ended: resigned(until) }),
  };
}

/** The memberships of one company in three clusters, of which two merge into the third until a court annuls it; what follows is carried out after each fact. */
class World {
  readonly #streams = new Map<string, readonly MembershipEvent[]>();
  #reached: 'nothing' | 'merger' | 'annulment' = 'nothing';

  stateIn(clusterId: string): MembershipState {
    return fold(membership, this.#streams.get(idIn(clusterId)) ?? []);
  }

  /** Whether it is accepted. */
  takes(step: Step): boolean {
    if (typeof step === 'string') this.#reached = step;
    const isTaken = typeof step === 'string' || this.#decides(commandOf(step)) !== undefined;
    this.#follow();
    return isTaken;
  }

  /** How many events it decides; undefined where it is refused. */
  #decides(command: MembershipCommand): number | undefined {
    const events = this.#streams.get(command.membershipId) ?? [];
    const decision = membership.decide(command, fold(membership, events));
    if (!decision.ok) return undefined;
    this.#streams.set(command.membershipId, [...events, ...decision.events]);
    return decision.events.length;
  }

  #follow(): void {
    if (this.#reached === 'nothing') return;
    const succession = this.#reached === 'annulment' ? { ...whole, annulledOn: ANNULLED } : whole;
    const decided = () => {
      const own = {
        ofPredecessors: PREDECESSORS.map((each) => this.stateIn(each)),
        ofHeirs: [this.stateIn(digitalLeague)],
      };
      return moveCommands({ succession, organisationId }, own).map((command) => this.#decides(command));
    };
    expect(decided()).not.toContain(undefined);
    // Sent again, the commands decide nothing.
    expect(decided().filter((count) => count !== 0)).toEqual([]);
  }

  /** What everybody reads: periods, origins, counts; not by which events it came about. */
  says(): unknown {
    return CLUSTERS.map((clusterId) => {
      const { facts: _facts, voided: _voided, unsettled: _unsettled, ...state } = this.stateIn(clusterId);
      const periods = periodsOf(state);
      // Two that came on one day have come together.
      const origins = state.status === 'absent' ? [] : state.origins.map((each) => each.clusterId).toSorted();
      return { state: periods.length === 0 ? 'none' : { ...state, origins }, counts: countsOf([{ periods }]) };
    });
  }

  isMember(clusterId: string, day: string): boolean {
    return periodOn(periodsOf(this.stateIn(clusterId)), day) !== undefined;
  }
}

const BEFORE = ['2010-01-01', '2012-01-01', '2014-01-01', '2017-03-27'];
const IN_GAP = [EFFECT, '2017-03-29', '2018-01-01', '2019-06-23'];
const AFTER = [ANNULLED, '2019-06-25', '2020-01-01', '2021-01-01'];
const DAYS = [...BEFORE, ...IN_GAP, ...AFTER];

/** Rising days, in turn of an admission and of an end. */
const anyPeriodsIn = (clusterId: string): fc.Arbitrary<readonly Stated[]> =>
  fc
    .uniqueArray(fc.constantFrom(...DAYS), { maxLength: 5 })
    .map((some) => some.toSorted())
    .map((some) =>
      some.flatMap((since, index) => (index % 2 === 1 ? [] : [{ clusterId, since, until: some[index + 1] }])),
    );
const anyLeaving = fc
  .array(fc.constantFrom(...IN_GAP, ...AFTER), { maxLength: 1 })
  .map((all): readonly Stated[] => all.map((leaves) => ({ leaves })));
const anyFacts = fc
  .tuple(...CLUSTERS.map(anyPeriodsIn), anyLeaving)
  .map((all) => all.flat())
  .filter((all) => all.some((each) => !('leaves' in each)));

/** When a fact can be recorded: a cluster that is gone admits nobody, and nobody leaves what has not begun. */
function turnedBy(keys: readonly number[], facts: readonly Stated[]): readonly Step[] {
  const placeOf = (fact: Stated, index: number): number => {
    const key = keys[index] ?? 0;
    if ('leaves' in fact) return 2 + (key % 2);
    if (fact.clusterId === digitalLeague || fact.since < EFFECT) return [0, 2, 3][key % 3] ?? 0;
    return fact.since < ANNULLED ? 0 : 3;
  };
  const placed = facts.map((step, index) => ({ step, place: placeOf(step, index) }));
  const marks = [
    { step: 'merger', place: 1 },
    { step: 'annulment', place: 2.5 },
  ] as const;
  return [...placed, ...marks].toSorted((a, b) => a.place - b.place).map(({ step }) => step);
}

const anyKeys = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });

/** A history in two orders of recording of which every fact is accepted. */
function inOrders(facts: readonly Stated[], keys: readonly number[]): readonly [World, World] | undefined {
  const worlds = [keys.map(() => 0), keys].map((each) => {
    const world = new World();
    return turnedBy(each, facts).every((step) => world.takes(step)) ? world : undefined;
  });
  const [one, other] = worlds;
  return one === undefined || other === undefined ? undefined : [one, other];
}

describe('a merger that is annulled, and facts of its members in any order of recording that is accepted', () => {
  it('gives the same memberships, and count(t1) = count(t0) + joins − leaves over effect and annulment', () => {
    const seen = { compared: 0, back: 0, left: 0, stayed: 0 };
    fc.assert(
      fc.property(anyFacts, anyKeys, (facts, keys) => {
        const worlds = inOrders(facts, keys);
        if (worlds === undefined) return;
        const [world, other] = worlds;
        expect(other.says()).toEqual(world.says());
        seen.compared += 1;
        for (const clusterId of CLUSTERS) {
          const counts = countsOf([{ periods: periodsOf(world.stateIn(clusterId)) }]);
          for (const [index, to] of DAYS.entries())
            for (const from of DAYS.slice(0, index)) {
              const { joins, leaves } = changesBetween(counts, from, to);
              expect(countOn(counts, to).members).toBe(countOn(counts, from).members + joins - leaves);
              expect(countOn(counts, to).members).toBe(world.isMember(clusterId, to) ? 1 : 0);
            }
        }
        for (const clusterId of PREDECESSORS) {
          for (const day of IN_GAP) expect(world.isMember(clusterId, day)).toBe(false);
          if (world.isMember(clusterId, ANNULLED)) seen.back += 1;
          else if (world.isMember(clusterId, '2017-03-27')) seen.left += 1;
        }
        if (world.isMember(digitalLeague, ANNULLED)) seen.stayed += 1;
      }),
      { numRuns: Number(process.env['HISTORIES'] ?? 350), seed: propertySeed() },
    );
    const { compared, back, left, stayed } = seen;
    const tried = `${String(compared)} histories: ${String(back)} back, ${String(left)} left, ${String(stayed)} stayed`;
    process.stdout.write(terminalLines(`${tried}\n`));
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });

  it('takes back what nobody has decided otherwise: whoever was there on the eve and left nowhere is there again', () => {
    const stays = (clusterId: string): Stated => ({ clusterId, since: '2012-01-01' });
    const all = new World();
    for (const step of [...PREDECESSORS.map(stays), 'merger', 'annulment'] as const) expect(all.takes(step)).toBe(true);
    expect(CLUSTERS.map((each) => all.isMember(each, ANNULLED))).toEqual([true, true, false]);
    expect(CLUSTERS.map((each) => all.isMember(each, '2019-06-23'))).toEqual([false, false, true]);
  });
});
