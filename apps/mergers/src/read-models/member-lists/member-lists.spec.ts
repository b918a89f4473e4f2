import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { chunkingDoesNotMatter, given, type Happened } from '#libs/projections/testing';
import { auvergneTic, numelink, operationId } from '../../../test/sample-operation.ts';
import { memberLists } from './member-lists.projection.ts';

const organisationId = countedUuid(50);
const membershipId = countedUuid(51);
const antennaId = countedUuid(52);
const membership = { membershipId, clusterId: numelink, organisationId };
const key = `${numelink}/${organisationId}`;

const admitted: Happened<GrappeEvents> = {
  type: 'membership.MemberAdmitted',
  data: { ...membership, antennaId, since: '2012-01-01' },
};
const applied: Happened<GrappeEvents> = {
  type: 'membership.MembershipApplied',
  data: { ...membership, antennaId, on: '2011-12-01' },
};
const ended: Happened<GrappeEvents> = {
  type: 'membership.MembershipEnded',
  data: { ...membership, cause: 'resignation', on: '2015-12-31' },
};
const succeeded: Happened<GrappeEvents> = {
  type: 'membership.MembershipSucceeded',
  data: {
    ...membership,
    operationId,
    successorClusterId: auvergneTic,
    successorMembershipId: membershipId,
    on: '2016-03-31',
  },
};
const transferred: Happened<GrappeEvents> = {
  type: 'membership.MemberTransferred',
  data: {
    ...membership,
    operationId,
    origin: { clusterId: auvergneTic, membershipId, memberSince: '2010-01-01' },
    since: '2016-03-31',
  },
};
const originAdded: Happened<GrappeEvents> = {
  type: 'membership.MembershipOriginAdded',
  data: {
    ...membership,
    operationId,
    origin: { clusterId: auvergneTic, membershipId, memberSince: '2010-01-01' },
    on: '2016-03-31',
  },
};
const active = { clusterId: numelink, organisationId, antennaId, since: '2012-01-01', active: true };

describe('mergers.member-lists', () => {
  it.each<[string, Happened<GrappeEvents>[], object]>([
    ['an admission', [admitted], active],
    ['a resignation', [admitted, ended], { ...active, until: '2015-12-31', active: false }],
    ['a succession', [admitted, succeeded], { ...active, until: '2016-03-31', active: false }],
    ['an application', [applied], { clusterId: numelink, organisationId, antennaId, active: false }],
    [
      'an application of one who has left',
      [admitted, ended, applied],
      { ...active, until: '2015-12-31', active: false },
    ],
    ['a readmission', [admitted, ended, admitted], active],
    [
      'a transfer of a new member',
      [transferred],
      { clusterId: numelink, organisationId, since: '2016-03-31', active: true },
    ],
    ['a further origin of a member', [admitted, originAdded], active],
    ['a further origin of one who has left', [admitted, ended, originAdded], { ...active, active: false }],
    ['a transfer of a former member', [admitted, ended, transferred], { ...active, since: '2016-03-31' }],
  ])('%s', (_name, events, expected) => {
    expect(given(memberLists, events).document(key)).toMatchObject(expected);
  });

  it.each([ended, succeeded])('stops at $type of what was never admitted', (event) => {
    expect(() => given(memberLists, [event])).toThrow('and there is none');
  });

  chunkingDoesNotMatter(
    memberLists,
    fc.array(fc.constantFrom(applied, admitted, ended, succeeded, transferred, originAdded), { maxLength: 12 }),
    60,
  );
});
