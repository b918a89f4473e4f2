import { describe, expect, it } from '@jest/globals';
import { periodOn } from '#libs/contracts/facts';
import { fold } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { auvergneTic, clustrNumerique, digitalLeague, fusion, numelink } from '../../test/facts.ts';
import { fusionOf } from '../../test/succession.ts';
import { cluster } from '../domain/cluster/cluster.ts';
import { membership, type MembershipCommand } from '../domain/membership/membership.decide.ts';
import { membershipId, periodsOf, type MembershipEvent } from '../domain/membership/membership.ts';
import { moveCommands, type Moving } from './moves.ts';

const [ANNULLED, AGAIN] = ['2019-06-24', '2021-01-01'];
const first: Moving = { ...fusionOf([numelink, clustrNumerique], digitalLeague, fusion), annulledOn: ANNULLED };
/** Numélink alone goes into another one, once it stands again. */
const second: Moving = {
  ...fusionOf([numelink], auvergneTic, countedUuid(7, 0x0b)),
  ...{ antennaMapping: [], effectiveOn: AGAIN },
};
const organisationId = countedUuid(1, 8);
const CLUSTERS = [numelink, clustrNumerique, digitalLeague, auvergneTic];
const idIn = (clusterId: string) => membershipId(clusterId, organisationId);
const registered = cluster.evolve(cluster.initial, {
  ...{ type: 'ClusterRegistered', clusterId: numelink, kind: 'cluster', name: 'Numélink', nameKind: 'final' },
  ...{ seat: 'Saint-Étienne', departments: ['42'], since: '1900-01-01' },
});

class Register {
  readonly #streams = new Map<string, readonly MembershipEvent[]>();

  stateIn(clusterId: string) {
    return fold(membership, this.#streams.get(idIn(clusterId)) ?? []);
  }

  decide(command: MembershipCommand): number {
    const events = this.#streams.get(command.membershipId) ?? [];
    const decision = membership.decide(command, fold(membership, events));
    if (!decision.ok) throw new Error(JSON.stringify(decision.rejection));
    this.#streams.set(command.membershipId, [...events, ...decision.events]);
    return decision.events.length;
  }

  admit(clusterId: string, since: string): void {
    this.decide({
      ...{ type: 'AdmitMember', membershipId: idIn(clusterId), clusterId, organisationId, since },
      in: { cluster: registered, colleges: { colleges: [] } },
    });
  }

  /** Gives how many events it decides. */
  follow(succession: Moving): number {
    const own = {
      ofPredecessors: succession.predecessors.map(({ clusterId }) => this.stateIn(clusterId)),
      ofHeirs: [this.stateIn(succession.successor.clusterId)],
    };
    const decided = moveCommands({ succession, organisationId }, own).map((command) => this.decide(command));
    return decided.reduce((sum, each) => sum + each, 0);
  }

  /** Of which of the four it is a member. */
  on(day: string): readonly boolean[] {
    return CLUSTERS.map((each) => periodOn(periodsOf(this.stateIn(each)), day) !== undefined);
  }
}

describe('a cluster that a court has restored, and that merges again', () => {
  it.each([
    ['in their order', [first, second]],
    ['the other way round', [second, first]],
  ])('moves its members by each of the two, followed %s', (_what, operations) => {
    const register = new Register();
    for (const each of [numelink, clustrNumerique]) register.admit(each, '2012-01-01');
    for (const each of [...operations, ...operations]) register.follow(each);
    expect(operations.map((each) => register.follow(each))).toEqual([0, 0]);
    expect(register.on('2017-03-27')).toEqual([true, true, false, false]);
    expect(register.on('2018-01-01')).toEqual([false, false, true, false]);
    expect(register.on(ANNULLED)).toEqual([true, true, false, false]);
    expect(register.on('2020-12-31')).toEqual([true, true, false, false]);
    expect(register.on(AGAIN)).toEqual([false, true, false, true]);
  });

  it('moves by the second one who has joined since the first one was annulled', () => {
    const register = new Register();
    register.admit(numelink, '2020-01-01');
    for (const each of [first, second, first]) register.follow(each);
    expect(register.on('2020-06-01')).toEqual([true, false, false, false]);
    expect(register.on(AGAIN)).toEqual([false, false, false, true]);
  });
});
