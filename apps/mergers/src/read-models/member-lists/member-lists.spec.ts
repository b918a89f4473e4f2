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
const elsewhere = countedUuid(53);
const applying: Happened<GrappeEvents> = {
  type: 'membership.MembershipApplied',
  data: { ...membership, antennaId: elsewhere, on: '2016-01-01' },
};
const refused: Happened<GrappeEvents> = {
  type: 'membership.MembershipRefused',
  data: { ...membership, reason: 'no place', on: '2016-02-01' },
};
const readmitted: Happened<GrappeEvents> = {
  type: 'membership.MemberAdmitted',
  data: { ...membership, since: '2017-01-01' },
};
const place = { clusterId: numelink, organisationId, antennaId };
const since = '2012-01-01';
const left = { since, until: '2015-12-31', cause: 'resignation' };
const came = { since: '2016-03-31', operationId };

describe('mergers.member-lists', () => {
  it.each<[string, Happened<GrappeEvents>[], object]>([
    ['an admission', [admitted], { ...place, periods: [{ since }] }],
    ['a resignation', [admitted, ended], { ...place, periods: [left] }],
    ['a resignation that is recorded first', [ended, admitted], { ...place, periods: [left] }],
    [
      'a succession',
      [admitted, succeeded],
      { ...place, periods: [{ since, until: '2016-03-31', cause: 'succession', endedBy: operationId }] },
    ],
    ['a succession of one who had left before it', [admitted, succeeded, ended], { ...place, periods: [left] }],
    ['an application', [applied], { ...place, periods: [], appliedOn: '2011-12-01' }],
    [
      'an application of one who has left',
      [admitted, ended, applying],
      { ...place, periods: [left], asked: { antennaId: elsewhere } },
    ],
    [
      'an application of one who has left, refused',
      [admitted, ended, applying, refused],
      { ...place, periods: [left] },
    ],
    [
      'an application of one who has left, admitted without a place',
      [admitted, ended, applying, readmitted],
      { ...place, antennaId: elsewhere, periods: [left, { since: '2017-01-01' }] },
    ],
    [
      'an application of one who has left, refused, and admitted, whichever was recorded first',
      [admitted, ended, applying, readmitted, refused],
      { ...place, periods: [left, { since: '2017-01-01' }] },
    ],
    ['a transfer of a new member', [transferred], { clusterId: numelink, organisationId, periods: [came] }],
    ['a further origin of a member', [admitted, originAdded], { ...place, periods: [{ since }] }],
    ['a transfer of a former member', [admitted, ended, transferred], { ...place, periods: [left, came] }],
    ['a transfer of one whose admission is recorded late', [transferred, admitted], { ...place, periods: [{ since }] }],
  ])('%s', (_name, events, expected) => {
    expect(given(memberLists, events).document(key)).toEqual(expected);
  });

  chunkingDoesNotMatter(
    memberLists,
    fc.array(fc.constantFrom(applied, applying, refused, admitted, ended, succeeded, transferred, originAdded), {
      maxLength: 12,
    }),
    60,
  );
});
