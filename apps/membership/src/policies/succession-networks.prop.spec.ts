import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import type { Succession } from '#libs/process-managers';
import { absorption, auvergneTic, clustrNumerique, digitalLeague, fusion, numelink } from '../../test/facts.ts';
import { absorptionOfRhoneAlley, fusionOf } from '../../test/succession.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { membership, type MembershipCommand } from '../domain/membership/membership.decide.ts';
import {
  membershipId,
  periodsOf,
  type MembershipEvent,
  type MembershipState,
} from '../domain/membership/membership.ts';
import { idsOf, moveCommands, moveOf, type MemberMove } from './moves.ts';

/** Two networks, of which one absorbs the other, and two clusters that become a new one, on the same day or on others. */
const [network, absorbed] = [numelink, auvergneTic];
const [first, second, created] = [clustrNumerique, countedAfter(clustrNumerique), digitalLeague];
const DAYS = ['2010-01-01', '2012-01-01', '2014-01-01', '2016-01-01', '2018-01-01', '2020-01-01'];
const EFFECTS = ['2015-01-01', '2017-01-01', '2019-01-01'];

function countedAfter(id: string): string {
  return `${id.slice(0, -1)}9`;
}

function ofNetworks(effectiveOn: string): Succession {
  const successor = { ...absorptionOfRhoneAlley.successor, clusterId: network };
  const predecessors = [{ clusterId: absorbed }];
  return { ...absorptionOfRhoneAlley, operationId: absorption, predecessors, successor, effectiveOn };
}
const ofClusters = (effectiveOn: string): Succession => ({
  ...fusionOf([first, second], created, fusion),
  effectiveOn,
});

const registered = cluster.evolve(cluster.initial, {
  ...{ type: 'ClusterRegistered', clusterId: numelink, kind: 'network', name: 'Réseau', nameKind: 'final' },
  ...{ seat: 'Paris', departments: [], since: '1900-01-01' },
});

interface Stated {
  readonly clusterId: string;
  readonly organisationId: string;
  readonly since: string;
  readonly until?: string | undefined;
}
type Step = Stated | Succession;

function admissionOf({ clusterId, organisationId, since, until }: Stated): MembershipCommand {
  const ids = { membershipId: membershipId(clusterId, organisationId), clusterId, organisationId };
  const ended = until === undefined ? {} : { ended: { on: until, cause: 'resignation' as const } };
  return { type: 'AdmitMember', ...ids, in: { cluster: registered, colleges: { colleges: [] } }, since, ...ended };
}

/** The memberships of clusters in networks; after each step, everything that follows is carried out until nothing does any more. */
class World {
  readonly #streams = new Map<string, readonly MembershipEvent[]>();
  readonly #successions: Succession[] = [];

  state(clusterId: string, organisationId: string): MembershipState {
    return fold(membership, this.#streams.get(membershipId(clusterId, organisationId)) ?? []);
  }

  after(steps: readonly Step[]): this {
    for (const step of steps) {
      if ('operationId' in step) this.#successions.push(step);
      else this.#decide(admissionOf(step));
      for (let rounds = 0; this.#follow() > 0; rounds += 1) expect(rounds).toBeLessThan(10);
    }
    return this;
  }

  /** On which days which cluster is a member of which network, and through which origins. */
  says(): unknown {
    return PAIRS.map(([clusterId, organisationId]) => {
      const state = this.state(clusterId, organisationId);
      const periods = periodsOf(state).map(({ since, until, cause }) => ({ since, until, cause }));
      const isThere = state.status !== 'absent' && periods.length > 0;
      const origins = isThere ? state.origins.map((each) => each.membershipId).toSorted() : [];
      return { periods: periods.filter(({ since, until }) => since !== until), origins };
    });
  }

  #follow(): number {
    const inOrder = this.#successions.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
    const moves = inOrder.flatMap((succession) =>
      PAIRS.flatMap(([clusterId, organisationId]): MemberMove[] => {
        const move = moveOf(succession, { clusterId, organisationId });
        return move === undefined ? [] : [{ ...move, succession }];
      }),
    );
    return moves.reduce((sum, move) => sum + this.#move(move), 0);
  }

  #move(move: MemberMove): number {
    const stateIn = (clusterId: string) => {
      const ids = idsOf(move, clusterId);
      return this.state(ids.clusterId, ids.organisationId);
    };
    const { predecessors, successor } = move.succession;
    const own = {
      ofPredecessors: predecessors.map((each) => stateIn(each.clusterId)),
      ofHeirs: [stateIn(successor.clusterId)],
    };
    return moveCommands(move, own).reduce((sum, command) => sum + this.#decide(command), 0);
  }

  #decide(command: MembershipCommand): number {
    const events = this.#streams.get(command.membershipId) ?? [];
    const decision = membership.decide(command, fold(membership, events));
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.rejection)}`);
    this.#streams.set(command.membershipId, [...events, ...decision.events]);
    return decision.events.length;
  }
}

const PAIRS = [network, absorbed].flatMap((clusterId) =>
  [first, second, created].map((each) => [clusterId, each] as const),
);
const anyPeriods = (clusterId: string, organisationId: string): fc.Arbitrary<readonly Stated[]> =>
  fc
    .uniqueArray(fc.constantFrom(...DAYS), { maxLength: 4 })
    .map((some) => some.toSorted())
    .map((some) =>
      some.flatMap((since, index) =>
        index % 2 === 1 ? [] : [{ clusterId, organisationId, since, until: some[index + 1] }],
      ),
    );
const [firstDay, secondDay] = [fc.constantFrom(...EFFECTS), fc.constantFrom(...EFFECTS)];

it('networks merge and so do their members: lists are the same in any order of recording, and have nobody that is gone', () => {
  const seen = { crossing: 0, late: 0 };
  fc.assert(
    fc.property(
      fc.tuple(...PAIRS.filter(([, id]) => id !== created).map(([network, id]) => anyPeriods(network, id))),
      fc.tuple(firstDay, secondDay).filter(([one, other]) => one !== other),
      fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
      (stated, [ofNetwork, ofMembers], keys) => {
        // Who is a member already by a merger is not admitted for a day after it, nor is a cluster that is gone.
        const facts = stated.flat().filter(({ since }) => since < ofMembers && since < ofNetwork);
        const effects = [ofNetworks(ofNetwork), ofClusters(ofMembers)];
        const steps: readonly Step[] = [...facts, ...effects];
        const turned = steps.toSorted((a, b) => (keys[steps.indexOf(a)] ?? 0) - (keys[steps.indexOf(b)] ?? 0));
        const world = new World().after(turned);
        const expected = new World().after([
          ...facts,
          ...effects.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1)),
        ]);
        expect(world.says()).toEqual(expected.says());
        const isOn = (clusterId: string, id: string, day: string) =>
          periodsOf(world.state(clusterId, id)).some(({ since, until = '9999' }) => since <= day && day < until);
        for (const id of [first, second])
          expect(isOn(network, id, ofMembers) || isOn(absorbed, id, ofMembers)).toBe(false);
        expect(isOn(absorbed, created, ofNetwork)).toBe(false);
        if (ofMembers < ofNetwork) seen.crossing += 1;
        if (turned.indexOf(effects[0]!) < turned.length - 2) seen.late += 1;
      },
    ),
    { numRuns: 300, seed: propertySeed() },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(30);
});
