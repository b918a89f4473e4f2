import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold, type CorrectionCommand } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { clustrNumerique, digitalLeague, fusion, numelink } from '../../test/facts.ts';
import { fusionOf } from '../../test/succession.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { membership, type MembershipCommand } from '../domain/membership/membership.decide.ts';
import { membershipId, type MembershipEvent, type MembershipState } from '../domain/membership/membership.ts';
import { countsOf } from '../read-models/memberships/counts.ts';
import { moveCommands } from './moves.ts';

const PREDECESSORS = [numelink, clustrNumerique];
const CLUSTERS = [...PREDECESSORS, digitalLeague];
const succession = {
  ...fusionOf(PREDECESSORS, digitalLeague, fusion),
  collegeMapping: [
    { fromClusterId: numelink, fromCollege: 'labs', toCollege: 'Research' },
    { fromClusterId: clustrNumerique, toCollege: 'Lyon' },
  ],
};
const EFFECT = succession.effectiveOn;
const organisationId = countedUuid(1, 8);
const idIn = (clusterId: string) => membershipId(clusterId, organisationId);

const registered = cluster.evolve(cluster.initial, {
  ...{ type: 'ClusterRegistered', clusterId: numelink, kind: 'cluster', name: 'Numélink', nameKind: 'final' },
  ...{ seat: 'Saint-Étienne', departments: ['42'], since: '1900-01-01' },
});

/** A period of a company in a cluster, as it is recorded: whole, where it has an end. */
interface Stated {
  readonly clusterId: string;
  readonly since: string;
  readonly until?: string | undefined;
}

function admissionOf({ clusterId, since, until }: Stated): MembershipCommand {
  return {
    ...{
      type: 'AdmitMember',
      membershipId: idIn(clusterId),
      clusterId,
      organisationId,
      in: { cluster: registered, colleges: { colleges: [] } },
      college: clusterId === numelink ? 'labs' : 'schools',
    },
    since,
    ...(until === undefined ? {} : { ended: { on: until, cause: 'resignation' } }),
  };
}

/** The memberships of one company in three clusters, of which two merge into the third; what follows is carried out after each fact. */
class World {
  readonly #streams = new Map<string, readonly MembershipEvent[]>();
  #isMerged = false;

  stateIn(clusterId: string): MembershipState {
    return fold(membership, this.#streams.get(idIn(clusterId)) ?? []);
  }

  /** Whether it is accepted. */
  records(clusterId: string, command: MembershipCommand | CorrectionCommand): boolean {
    const events = this.#streams.get(idIn(clusterId)) ?? [];
    const decision = membership.decide(command, fold(membership, events));
    if (decision.ok) this.#streams.set(idIn(clusterId), [...events, ...decision.events]);
    if (this.#isMerged) this.#follow();
    return decision.ok;
  }

  merges(): void {
    this.#isMerged = true;
    this.#follow();
  }

  /** What everybody reads: periods, origins, counts; not by which events it came about. */
  says(): unknown {
    return CLUSTERS.map((clusterId) => {
      const { facts: _facts, voided: _voided, unsettled: _unsettled, ...state } = this.stateIn(clusterId);
      const periods = state.status === 'absent' ? [] : state.periods;
      return { state: periods.length === 0 ? 'none' : state, counts: countsOf([{ periods }]) };
    });
  }

  #follow(): void {
    const move = { succession, organisationId };
    const own = {
      ofPredecessors: PREDECESSORS.map((each) => this.stateIn(each)),
      ofHeirs: [this.stateIn(digitalLeague)],
    };
    for (const command of moveCommands(move, own)) {
      const events = this.#streams.get(command.membershipId) ?? [];
      const decision = membership.decide(command, fold(membership, events));
      if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.rejection)}`);
      this.#streams.set(command.membershipId, [...events, ...decision.events]);
    }
    expect(this.#isSettled()).toBe(true);
  }

  /** Sent again, the commands decide nothing. */
  #isSettled(): boolean {
    const own = {
      ofPredecessors: PREDECESSORS.map((each) => this.stateIn(each)),
      ofHeirs: [this.stateIn(digitalLeague)],
    };
    return moveCommands({ succession, organisationId }, own).every((command) => {
      const decision = membership.decide(command, fold(membership, this.#streams.get(command.membershipId) ?? []));
      return decision.ok && decision.events.length === 0;
    });
  }
}

const DAYS = ['2010-01-01', '2012-01-01', '2014-01-01', '2017-03-27', EFFECT, '2017-03-29', '2018-01-01', '2019-01-01'];
/** Rising days, in turn of an admission and of an end. A successor that is made by the merger has members from its first day on. */
const anyPeriodsIn = (clusterId: string): fc.Arbitrary<readonly Stated[]> =>
  fc
    .uniqueArray(fc.constantFrom(...DAYS.filter((day) => clusterId !== digitalLeague || day > EFFECT)), {
      maxLength: 5,
    })
    .map((some) => some.toSorted())
    .map((some) =>
      some.flatMap((since, index) => (index % 2 === 1 ? [] : [{ clusterId, since, until: some[index + 1] }])),
    );
const anyFacts = fc
  .tuple(...PREDECESSORS.map((clusterId) => anyPeriodsIn(clusterId)))
  .map((all) => all.flat())
  .filter((all) => all.length > 0);
const anyKeys = fc.array(fc.nat(), { minLength: 10, maxLength: 10 });
const MERGER = 'merger' as const;

function worldAfter(steps: readonly (Stated | typeof MERGER)[]): World {
  const world = new World();
  for (const step of steps) {
    if (step === MERGER) world.merges();
    else expect(world.records(step.clusterId, admissionOf(step))).toBe(true);
  }
  return world;
}

/** Another order of recording. A cluster that is gone admits nobody for a later day: that was decided before the merger. */
function turnedBy(keys: readonly number[], steps: readonly (Stated | typeof MERGER)[]) {
  const keyOf = (step: Stated | typeof MERGER, index: number) =>
    step !== MERGER && step.since >= EFFECT ? -1 : (keys[index] ?? 0);
  return steps
    .map((step, index) => ({ step, key: keyOf(step, index) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ step }) => step);
}

describe('a merger, and facts of its members in any order', () => {
  it('gives the same memberships and counts, whether a fact is recorded before the merger or after it', () => {
    const seen = { late: 0, left: 0, ahead: 0, both: 0 };
    fc.assert(
      fc.property(anyFacts, anyKeys, (facts, keys) => {
        const steps = [...facts, MERGER];
        const turned = turnedBy(keys, steps);
        expect(worldAfter(turned).says()).toEqual(worldAfter(steps).says());
        if (turned.indexOf(MERGER) < facts.length) seen.late += 1;
        if (facts.some(({ until }) => until !== undefined && until <= EFFECT)) seen.left += 1;
        if (facts.some(({ since, until = '' }) => since < EFFECT && until > EFFECT)) seen.ahead += 1;
        if (new Set(facts.map(({ clusterId }) => clusterId)).size > 1) seen.both += 1;
      }),
      { numRuns: 400, seed: propertySeed() },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(40);
  });

  it('says after a correction what it would say if the wrong fact had never been stated', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(), fc.boolean(), fc.boolean(), (facts, which, isEarly, isVoided) => {
        const wrong = facts[which % facts.length];
        if (wrong === undefined) return;
        const others = facts.filter((each) => each !== wrong);
        const right: Stated = { ...wrong, until: undefined };
        const isLast = !others.some((each) => each.clusterId === wrong.clusterId && each.since > wrong.since);
        fc.pre(isLast && (isEarly || wrong.since < EFFECT));
        const world = worldAfter(isEarly ? [...others, wrong, MERGER] : [...others, MERGER, wrong]);
        const stated = (type: string, day: string) =>
          world
            .stateIn(wrong.clusterId)
            .facts.find(({ event }) => event.type === type && Object.values(event).includes(day))?.id ?? '';
        const takeBack = (of: string, day: string) =>
          world.records(wrong.clusterId, { type: 'VoidFact', of, fact: stated(of, day), reason: 'Mal saisi' });
        if (wrong.until !== undefined) expect(takeBack('MembershipEnded', wrong.until)).toBe(true);
        if (isVoided) expect(takeBack('MemberAdmitted', wrong.since)).toBe(true);
        const never = worldAfter([...others, ...(isVoided ? [] : [right]), MERGER]);
        expect(world.says()).toEqual(never.says());
      }),
      { numRuns: 300, seed: propertySeed() },
    );
  });
});
