import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import {
  absorption,
  antennaOfClermont,
  antennaOfDrome,
  axess,
  clustrNumerique,
  digitalLeague,
  esker,
  fusion,
  inovaction,
  numelink,
} from '../../test/facts.ts';
import { fusionOf } from '../../test/succession.ts';
import { membershipId } from '../domain/membership/membership.ts';
import { fold } from '#libs/kernel';
import { membership } from '../domain/membership/membership.decide.ts';
import type { MembershipEvent } from '../domain/membership/membership.ts';
import type { MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import { moveCommands } from './moves.ts';
import { membershipMoves } from './concerned.ts';

const succession = fusionOf([numelink, clustrNumerique], digitalLeague, fusion);

const since = '2012-01-01';

function member(clusterId: string, organisationId: string, more: Partial<MembershipDocument> = {}): MembershipDocument {
  const id = membershipId(clusterId, organisationId);
  return {
    membershipId: id,
    clusterId,
    organisationId,
    status: 'active',
    since,
    periods: [{ since }],
    origins: [],
    ...more,
  };
}

/** What the register shows once the operation has moved a membership. */
function moved(document: MembershipDocument): MembershipDocument {
  const successorMembershipId = membershipId(digitalLeague, document.organisationId);
  const on = '2017-03-28';
  return {
    ...document,
    status: 'succeeded',
    until: on,
    periods: document.periods.map((period) => ({
      ...period,
      until: on,
      cause: 'succession' as const,
      endedBy: fusion,
    })),
    succession: { operationId: fusion, successorClusterId: digitalLeague, successorMembershipId, on },
  };
}

const received = (organisationId: string): MembershipDocument =>
  member(digitalLeague, organisationId, {
    since: '2017-03-28',
    periods: [{ since: '2017-03-28', operationId: fusion }],
  });

const moves = (ofPredecessors: readonly MembershipDocument[], ofHeirs: readonly MembershipDocument[] = []) =>
  membershipMoves(succession, { ofPredecessors, ofHeirs });

describe('the moves of a succession', () => {
  it('are the memberships of the predecessors, in the order of the plan; a company of both merges', () => {
    const result = moves([member(clustrNumerique, esker), member(numelink, esker)]);
    expect(result).toEqual([
      { membershipId: membershipId(numelink, esker), organisationId: esker, merges: false, isOpen: true },
      { membershipId: membershipId(clustrNumerique, esker), organisationId: esker, merges: true, isOpen: true },
    ]);
  });

  it.each<[string, Partial<MembershipDocument>, boolean]>([
    ['is a direct member of the successor', { periods: [{ since: '2016-01-01' }] }, true],
    [
      'was made a member by an earlier operation',
      { periods: [{ since: '2016-03-31', operationId: absorption }] },
      true,
    ],
    ['left the successor before the effect', { periods: [{ since: '2010-01-01', until: '2012-01-01' }] }, false],
    ['left it on the day of the effect', { periods: [{ since: '2010-01-01', until: '2017-03-28' }] }, false],
    ['left it after the effect', { periods: [{ since: '2010-01-01', until: '2017-03-29' }] }, true],
    ['applied only', { status: 'applied', periods: [] }, false],
    [
      'came by this operation in a run that was cut short',
      { periods: [{ since: '2017-03-28', operationId: fusion }] },
      false,
    ],
  ])('merge or not where the company %s', (_what, document, merges) => {
    const result = moves([member(numelink, esker)], [member(digitalLeague, esker, document)]);
    expect(result.map((move) => move.merges)).toEqual([merges]);
  });

  it.each<[string, Partial<MembershipDocument>]>([
    ['applied only', { status: 'applied', periods: [] }],
    ['left before', { status: 'ended', periods: [{ since, until: '2016-01-01', cause: 'resignation' }] }],
    ['left on that day', { status: 'ended', periods: [{ since, until: '2017-03-28', cause: 'resignation' }] }],
  ])('leave out who %s', (_what, document) => {
    expect(moves([member(numelink, esker, document)])).toEqual([]);
  });

  it('take along who leaves later', () => {
    const leaver = { status: 'ended', periods: [{ since, until: '2017-12-31', cause: 'resignation' }] } as const;
    expect(moves([member(numelink, esker, leaver)])).toHaveLength(1);
  });

  it('leave out what another operation moved', () => {
    const elsewhere = { since, until: '2016-03-31', cause: 'succession', endedBy: absorption } as const;
    expect(moves([member(numelink, esker, { status: 'succeeded', periods: [elsewhere] })])).toEqual([]);
  });

  it('are the same in a repeat, with what was carried out marked as such', () => {
    const before = [member(numelink, esker), member(numelink, axess), member(clustrNumerique, esker)];
    const first = moves(before);
    const [one, ...others] = before;
    const again = moves([moved(one ?? member(numelink, esker)), ...others], [received(esker)]);
    expect(again.map(({ isOpen: _isOpen, ...move }) => move)).toEqual(
      first.map(({ isOpen: _isOpen, ...move }) => move),
    );
    expect(again.filter(({ isOpen }) => !isOpen).map((move) => move.membershipId)).toEqual([
      membershipId(numelink, esker),
    ]);
  });
});

/** What the memberships of Esker come to, given what was decided on each. */
function commandsAfter(own: Readonly<Record<string, readonly MembershipEvent[]>>, more: object = {}) {
  const stateOf = (clusterId: string) => fold(membership, own[clusterId] ?? []);
  return moveCommands(
    { succession: { ...succession, ...more }, organisationId: esker },
    { ofPredecessors: [numelink, clustrNumerique].map(stateOf), ofHeirs: [stateOf(digitalLeague)] },
  );
}

const idsIn = (clusterId: string) => ({
  membershipId: membershipId(clusterId, esker),
  clusterId,
  organisationId: esker,
});
const admittedTo = (clusterId: string, more: object = {}): MembershipEvent => ({
  ...{ type: 'MemberAdmitted', ...idsIn(clusterId), since, ...more },
});
const leaves = (clusterId: string, on: string): MembershipEvent => ({
  ...{ type: 'MembershipEnded', ...idsIn(clusterId), cause: 'resignation', on },
});
const goesOver = (clusterId: string, on = '2017-03-28') => ({
  ...{ type: 'SucceedMembership', ...idsIn(clusterId), operationId: fusion, successorClusterId: digitalLeague },
  ...{ successorMembershipId: membershipId(digitalLeague, esker), on },
});
const stays = (clusterId: string) => {
  const { organisationId: _organisation, ...about } = idsIn(clusterId);
  return { type: 'KeepMembership', ...about, operationId: fusion };
};
const originIn = (clusterId: string, memberSince = since) => ({
  clusterId,
  membershipId: membershipId(clusterId, esker),
  memberSince,
});

describe('what a succession makes of the memberships of an organisation', () => {
  it('takes a member into the successor with its origin', () => {
    expect(commandsAfter({ [numelink]: [admittedTo(numelink, { college: 'companies' })] })).toEqual([
      goesOver(numelink),
      stays(clustrNumerique),
      {
        ...{ type: 'ReceiveTransfers', ...idsIn(digitalLeague), operationId: fusion, college: 'companies' },
        transfers: [{ origin: originIn(numelink), spans: [{ since: '2017-03-28' }] }],
      },
    ]);
  });

  it('makes one member of a company of two, where the first of the plan says it stands', () => {
    const result = commandsAfter({
      [clustrNumerique]: [admittedTo(clustrNumerique, { college: 'start-ups', antennaId: antennaOfClermont })],
      [numelink]: [admittedTo(numelink, { college: 'companies', antennaId: antennaOfDrome })],
    });
    expect(result.at(-1)).toMatchObject({
      college: 'companies',
      antennaId: antennaOfDrome,
      transfers: [{ origin: originIn(numelink) }, { origin: originIn(clustrNumerique) }],
    });
  });

  it('takes along the end of who leaves later', () => {
    const result = commandsAfter({ [numelink]: [admittedTo(numelink), leaves(numelink, '2017-12-31')] });
    expect(result).toMatchObject([
      goesOver(numelink),
      stays(clustrNumerique),
      { transfers: [{ spans: [{ since: '2017-03-28', ending: { on: '2017-12-31', cause: 'resignation' } }] }] },
    ]);
  });

  it('leaves who left before where it was', () => {
    const result = commandsAfter({ [numelink]: [admittedTo(numelink), leaves(numelink, '2017-03-28')] });
    expect(result).toMatchObject([stays(numelink), stays(clustrNumerique), { transfers: [] }]);
  });

  it.each<[string, readonly string[], readonly string[], string]>([
    ['a member whose admission lies ahead passes on that day', ['2017-09-01'], ['2017-09-01'], '2017-09-01'],
    ['one of the day of the effect passes on that day', ['2017-03-28'], ['2017-03-28'], '2017-03-28'],
    [
      'a company is one of the successor from the effect on by the other predecessor, whichever comes first',
      ['2017-09-01', '2012-01-01'],
      ['2017-09-01', '2017-03-28'],
      '2017-03-28',
    ],
  ])('%s', (_what, sinces, passing, memberFrom) => {
    const clusters = [numelink, clustrNumerique];
    const own = sinces.map((day, index) => [
      clusters[index] ?? '',
      [admittedTo(clusters[index] ?? '', { since: day })],
    ]);
    const result = commandsAfter(Object.fromEntries(own) as Record<string, readonly MembershipEvent[]>);
    expect(result.flatMap((each) => (each.type === 'SucceedMembership' ? [each.on] : []))).toEqual(passing);
    const receipt = result.at(-1);
    const state = receipt?.type === 'ReceiveTransfers' ? membership.decide(receipt, fold(membership, [])) : undefined;
    expect(state).toMatchObject({
      events: [{ type: 'MemberTransferred', since: memberFrom }, ...sinces.slice(1).map(() => ({}))],
    });
  });
});

describe('the antenna of a moved member', () => {
  const mapping = [
    { fromClusterId: numelink, toAntennaId: axess },
    { fromClusterId: numelink, fromAntennaId: antennaOfDrome, toAntennaId: inovaction },
  ];
  it.each<[string, string, string | undefined, string | undefined]>([
    ['follows the mapping of its antenna first', numelink, antennaOfDrome, inovaction],
    ['else that of its cluster', numelink, antennaOfClermont, axess],
    ['also where it had none', numelink, undefined, axess],
    ['else stays what it was', clustrNumerique, antennaOfClermont, antennaOfClermont],
    ['else stays unknown', clustrNumerique, undefined, undefined],
  ])('%s', (_what, clusterId, antennaId, expected) => {
    const result = commandsAfter({ [clusterId]: [admittedTo(clusterId, { antennaId })] }, { antennaMapping: mapping });
    expect(result.at(-1)).toMatchObject({ antennaId: expected });
  });
});

describe('nobody is twice in the successor', () => {
  const organisations = Array.from({ length: 8 }, (_, index) => countedUuid(index + 1, 9));
  const some = fc.uniqueArray(fc.constantFrom(...organisations));

  it('whatever the predecessors and the successor share: moves that do not merge are the new members', () => {
    fc.assert(
      fc.property(some, some, some, (first, second, direct) => {
        const result = moves(
          [...first.map((id) => member(numelink, id)), ...second.map((id) => member(clustrNumerique, id))],
          direct.map((id) => member(digitalLeague, id)),
        );
        const fresh = result.flatMap((move) => ('organisationId' in move && !move.merges ? [move.organisationId] : []));
        expect(result).toHaveLength(first.length + second.length);
        expect(new Set(fresh).size).toBe(fresh.length);
        expect(new Set([...fresh, ...direct])).toEqual(new Set([...first, ...second, ...direct]));
        expect(direct.filter((id) => fresh.includes(id))).toEqual([]);
        expect(new Set(result.map(({ membershipId: id }) => id)).size).toBe(result.length);
      }),
      { seed: propertySeed() },
    );
  });
});
