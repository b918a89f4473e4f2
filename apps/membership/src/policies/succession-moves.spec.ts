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
import type { MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import { membershipMoves } from './succession.ts';

const succession = fusionOf([numelink, clustrNumerique], digitalLeague, fusion);

function member(clusterId: string, organisationId: string, more: Partial<MembershipDocument> = {}): MembershipDocument {
  const id = membershipId(clusterId, organisationId);
  const since = '2012-01-01';
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
    periods: document.periods.map((period) => ({ ...period, until: on, cause: 'succession' as const })),
    succession: { operationId: fusion, successorClusterId: digitalLeague, successorMembershipId, on },
  };
}

const received = (organisationId: string): MembershipDocument =>
  member(digitalLeague, organisationId, {
    since: '2017-03-28',
    periods: [{ since: '2017-03-28', operationId: fusion }],
  });

const moves = (ofPredecessors: readonly MembershipDocument[], ofSuccessor: readonly MembershipDocument[] = []) =>
  membershipMoves(succession, { ofPredecessors, ofSuccessor });

describe('the moves of a succession', () => {
  it('take a member into the successor with its origin', () => {
    const id = membershipId(numelink, esker);
    const to = membershipId(digitalLeague, esker);
    expect(moves([member(numelink, esker, { college: 'companies' })])).toEqual([
      {
        membershipId: id,
        merges: false,
        isOpen: true,
        succeed: {
          type: 'SucceedMembership',
          membershipId: id,
          clusterId: numelink,
          organisationId: esker,
          operationId: fusion,
          successorClusterId: digitalLeague,
          successorMembershipId: to,
          on: '2017-03-28',
        },
        receive: {
          type: 'ReceiveTransfer',
          membershipId: to,
          clusterId: digitalLeague,
          organisationId: esker,
          college: 'companies',
          antennaId: undefined,
          operationId: fusion,
          origin: { clusterId: numelink, membershipId: id, memberSince: '2012-01-01' },
          since: '2017-03-28',
        },
      },
    ]);
  });

  it('make one member of a company of two predecessors, where the first of the plan says it stands', () => {
    const result = moves([
      member(clustrNumerique, esker, { college: 'start-ups', antennaId: antennaOfClermont }),
      member(numelink, esker, { college: 'companies', antennaId: antennaOfDrome }),
    ]);
    expect(result.map(({ succeed, merges }) => [succeed.clusterId, merges])).toEqual([
      [numelink, false],
      [clustrNumerique, true],
    ]);
    expect(result.map(({ receive }) => [receive.membershipId, receive.college, receive.antennaId])).toEqual([
      [membershipId(digitalLeague, esker), 'companies', antennaOfDrome],
      [membershipId(digitalLeague, esker), 'companies', antennaOfDrome],
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
  ])('merge or not where the company %s', (_what, membership, merges) => {
    const result = moves([member(numelink, esker)], [member(digitalLeague, esker, membership)]);
    expect(result.map((move) => move.merges)).toEqual([merges]);
  });

  it.each(['applied', 'refused', 'ended'] as const)('leave out whose membership is %s', (status) => {
    expect(moves([member(numelink, esker, { status })])).toEqual([]);
  });

  it('leave out what another operation moved', () => {
    const elsewhere = moved(member(numelink, esker));
    const succeeded = {
      operationId: absorption,
      successorClusterId: axess,
      successorMembershipId: axess,
      on: '2016-03-31',
    };
    expect(moves([{ ...elsewhere, succession: succeeded }])).toEqual([]);
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
    const document = member(clusterId, esker, antennaId === undefined ? {} : { antennaId });
    const result = membershipMoves(
      { ...succession, antennaMapping: mapping },
      { ofPredecessors: [document], ofSuccessor: [] },
    );
    expect(result.map(({ receive }) => receive.antennaId)).toEqual([expected]);
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
        const fresh = result.filter(({ merges }) => !merges).map(({ succeed }) => succeed.organisationId);
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

describe('a member whose admission lies ahead of the effect', () => {
  const ahead = { since: '2017-09-01', periods: [{ since: '2017-09-01' }] };
  const days = (list: ReturnType<typeof moves>) => list.map(({ succeed, receive }) => [succeed.on, receive.since]);

  it('never was one of the predecessor, and becomes one of the successor on that day', () => {
    expect(days(moves([member(numelink, esker, ahead)]))).toEqual([['2017-09-01', '2017-09-01']]);
  });

  it('is one of the successor from the effect on by the other predecessor, whichever comes first', () => {
    const [later, now] = [member(numelink, esker, ahead), member(clustrNumerique, esker)];
    const expected = [
      ['2017-09-01', '2017-03-28'],
      ['2017-03-28', '2017-03-28'],
    ];
    expect(days(moves([later, now]))).toEqual(expected);
    expect(days(moves([now, later]))).toEqual(expected);
  });

  it('admitted for the day of the effect passes on that day', () => {
    const onTheDay = { since: '2017-03-28', periods: [{ since: '2017-03-28' }] };
    expect(days(moves([member(numelink, esker, onTheDay)]))).toEqual([['2017-03-28', '2017-03-28']]);
  });

  it('is moved to the same days in a repeat', () => {
    const document = member(numelink, esker, ahead);
    const [first] = moves([document]);
    const until = '2017-09-01';
    const repeated = moves(
      [{ ...moved(document), until, periods: [{ since: until, until, cause: 'succession' }] }],
      [received(esker)],
    );
    expect(days(repeated)).toEqual(first === undefined ? [] : days([first]));
  });
});
