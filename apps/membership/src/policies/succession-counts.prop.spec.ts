import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { periodOn } from '#libs/contracts/facts';
import { fold } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { clustrNumerique, digitalLeague, fusion, numelink } from '../../test/facts.ts';
import { fusionOf } from '../../test/succession.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { type MembershipCommand, membership } from '../domain/membership/membership.decide.ts';
import { membershipId, type MembershipEvent, type MembershipState } from '../domain/membership/membership.ts';
import { countOn, countsOf, type DayCount } from '../read-models/memberships/counts.ts';
import { memberships, type MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import { moveCommands } from './moves.ts';
import { membershipMoves } from './concerned.ts';

type Event = Happened<GrappeEvents>;

const PREDECESSORS = [numelink, clustrNumerique];
const succession = fusionOf(PREDECESSORS, digitalLeague, fusion);
const EFFECT = succession.effectiveOn;
/** Before the merger, its eve, its day, and days to come: an admission may be decided for a day that lies ahead. */
const DAYS = ['2010-01-01', '2016-06-30', '2017-03-27', EFFECT, '2017-03-29', '2018-01-01'];
const company = (number: number) => countedUuid(number, 8);

interface Joining {
  readonly clusterId: string;
  readonly organisationId: string;
  readonly since: string;
}
const anyJoining: fc.Arbitrary<Joining> = fc.record({
  clusterId: fc.constantFrom(...PREDECESSORS),
  organisationId: fc.integer({ min: 1, max: 5 }).map(company),
  since: fc.constantFrom(...DAYS),
});
const anyJoinings = fc.uniqueArray(anyJoining, {
  selector: ({ clusterId, organisationId }) => `${clusterId} ${organisationId}`,
  maxLength: 10,
});

interface ReadModels {
  /** How many events they are made of. */
  readonly of: number;
  readonly register: ReadonlyMap<string, MembershipDocument>;
}

/** Memberships as their deciders make them, every decision accepted. */
/** A cluster that takes members in on every day. */
const registered = cluster.evolve(cluster.initial, {
  ...{ type: 'ClusterRegistered', clusterId: numelink, kind: 'cluster', name: 'Numélink', nameKind: 'final' },
  ...{ seat: 'Saint-Étienne', departments: ['42'], since: '1900-01-01' },
});

class Register {
  readonly #streams = new Map<string, MembershipEvent[]>();
  readonly events: Event[] = [];
  #models: ReadModels | undefined;

  decide(command: MembershipCommand): void {
    const stream = this.#streams.get(command.membershipId) ?? [];
    const decision = membership.decide(command, this.#stateOf(command.membershipId));
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.rejection)}`);
    this.#streams.set(command.membershipId, [...stream, ...decision.events]);
    for (const { type, ...data } of decision.events)
      this.events.push({ type: `membership.${type}`, data: JSON.parse(JSON.stringify(data)) as object } as Event);
  }

  #stateOf(id: string): MembershipState {
    return fold(membership, this.#streams.get(id) ?? []);
  }

  admit({ clusterId, organisationId, since }: Joining): void {
    const id = membershipId(clusterId, organisationId);
    this.decide({
      type: 'AdmitMember',
      membershipId: id,
      clusterId,
      organisationId,
      in: { cluster: registered, colleges: { colleges: [] } },
      since,
    });
  }

  documents(...clusterIds: readonly string[]): readonly MembershipDocument[] {
    return [...this.#read().register.values()].filter(({ clusterId }) => clusterIds.includes(clusterId));
  }

  count(clusterId: string, day: string): number {
    return countOn(this.#days(clusterId), day).members;
  }

  #days(clusterId: string): readonly DayCount[] {
    return countsOf(this.documents(clusterId));
  }

  /** The read models of all that was decided; folded anew when there is more. */
  #read(): ReadModels {
    if (this.#models?.of !== this.events.length)
      this.#models = {
        of: this.events.length,
        register: given(memberships, this.events).documents(),
      };
    return this.#models;
  }

  /** How many memberships of the register hold on that day. */
  countOn(clusterId: string, day: string): number {
    return this.documents(clusterId).filter((each) => periodOn(each.periods, day) !== undefined).length;
  }

  /** One move after the other; gives how many there were. */
  merge(limit = Number.POSITIVE_INFINITY): number {
    const concerned = {
      ofPredecessors: this.documents(...PREDECESSORS),
      ofHeirs: this.documents(digitalLeague),
    };
    const moves = membershipMoves(succession, concerned).slice(0, limit);
    for (const move of moves) {
      if (!('organisationId' in move)) throw new Error('no cluster is a member here');
      const { organisationId } = move;
      const stateIn = (clusterId: string) => this.#stateOf(membershipId(clusterId, organisationId));
      const own = { ofPredecessors: PREDECESSORS.map(stateIn), ofHeirs: [stateIn(digitalLeague)] };
      for (const command of moveCommands({ succession, organisationId }, own)) this.decide(command);
    }
    return moves.length;
  }
}

function registerOf(joinings: readonly Joining[]): Register {
  const register = new Register();
  joinings.forEach((joining) => {
    register.admit(joining);
  });
  return register;
}

function firstDay(joinings: readonly Joining[], organisationId: string): string {
  const days = joinings.filter((each) => each.organisationId === organisationId).map(({ since }) => since);
  return days.toSorted()[0] ?? '9999-12-31';
}

const run = (check: (joinings: readonly Joining[]) => void): void => {
  fc.assert(fc.property(anyJoinings, check), { numRuns: 80, seed: propertySeed() });
};

describe('the counts of a merger, whoever was a member since when', () => {
  it('are those of the register on every day, and never below nothing', () => {
    run((joinings) => {
      const register = registerOf(joinings);
      register.merge();
      for (const clusterId of [...PREDECESSORS, digitalLeague])
        expect(DAYS.map((day) => register.count(clusterId, day))).toEqual(
          DAYS.map((day) => register.countOn(clusterId, day)),
        );
    });
  });

  it('leave nobody in a predecessor from its day on, and everybody before it where they were', () => {
    run((joinings) => {
      const [before, after] = [registerOf(joinings), registerOf(joinings)];
      after.merge();
      for (const clusterId of PREDECESSORS)
        for (const day of DAYS)
          expect(after.count(clusterId, day)).toBe(day < EFFECT ? before.count(clusterId, day) : 0);
    });
  });

  it('have each organisation in the successor once, from the day of the effect or from its own first day after it', () => {
    let inBoth = 0;
    run((joinings) => {
      const register = registerOf(joinings);
      register.merge();
      const organisations = [...new Set(joinings.map(({ organisationId }) => organisationId))];
      inBoth += joinings.length - organisations.length;
      for (const day of DAYS) {
        const due = organisations.filter((each) => EFFECT <= day && firstDay(joinings, each) <= day);
        expect([day, register.count(digitalLeague, day)]).toEqual([day, due.length]);
      }
    });
    expect(inBoth).toBeGreaterThan(0);
  });

  it('keep every line by which somebody came', () => {
    run((joinings) => {
      const register = registerOf(joinings);
      register.merge();
      for (const { organisationId, origins } of register.documents(digitalLeague)) {
        const own = joinings.filter((each) => each.organisationId === organisationId);
        expect(origins.map(({ clusterId, memberSince }) => [clusterId, memberSince]).toSorted()).toEqual(
          own.map(({ clusterId, since }) => [clusterId, since]).toSorted(),
        );
      }
    });
  });

  it('come out the same when it is broken off after any move and begun again', () => {
    fc.assert(
      fc.property(anyJoinings, fc.nat({ max: 10 }), (joinings, limit) => {
        const [whole, broken] = [registerOf(joinings), registerOf(joinings)];
        const moves = whole.merge();
        broken.merge(limit);
        expect(broken.merge()).toBe(moves);
        expect(broken.documents(digitalLeague)).toEqual(whole.documents(digitalLeague));
        expect(broken.events).toHaveLength(whole.events.length);
      }),
      { numRuns: 60, seed: propertySeed() },
    );
  });
});
