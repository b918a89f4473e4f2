import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import {
  clusterAbsence,
  dissolvedAfter,
  operatorGrants,
  organisationAbsence,
  registeredClusters,
  registeredOrganisations,
  returnsOver,
} from './register.ts';

type Event = Happened<GrappeEvents>;
const clusterId = countedUuid(1);
const organisationId = countedUuid(2);
const registered: Event = {
  type: 'membership.ClusterRegistered',
  data: {
    clusterId,
    kind: 'cluster',
    name: 'A',
    nameKind: 'final',
    seat: 'Lyon',
    departments: [],
    since: '2010-01-01',
  },
};
const dissolvedOn = (on: string): Event => ({ type: 'membership.ClusterDissolved', data: { clusterId, on } });
const dissolved = dissolvedOn('2016-01-01');
const succeeded: Event = {
  type: 'membership.ClusterSucceeded',
  data: { clusterId, operationId: countedUuid(3), successorIds: [countedUuid(4)], on: '2016-01-01' },
};

const restored: Event = {
  type: 'membership.ClusterRestored',
  data: { clusterId, operationId: countedUuid(3), on: '2019-06-24' },
};

const back: Event = {
  type: 'membership.ClusterRestored',
  data: { clusterId, operationId: countedUuid(5), restoration: true, on: '2019-06-24' },
};

describe('a cluster that was dissolved and came back', () => {
  const known = given(registeredClusters('governance', 1), [registered, dissolved, back]).document(clusterId);

  it('has a gap that says by what, and who brought it back', () =>
    expect(clusterAbsence('X', clusterId, known, '2018-01-01')?.found).toContain(
      'dissolved on 2016-01-01 and restored on 2019-06-24',
    ));

  it.each([
    ['2012-01-01', undefined, '2016-01-01', 1],
    ['2012-01-01', '2014-01-01', '2016-01-01', 0],
    ['2019-06-24', undefined, undefined, 0],
  ])('what began on %s, and lasts until %s, was over on %s', (since, until, over, returns) => {
    expect(dissolvedAfter(known, since)).toBe(over);
    expect(returnsOver(known, { since, until })).toHaveLength(returns);
  });
});

describe('a cluster that a command names', () => {
  const clusters = registeredClusters('governance', 1);

  it.each<[string, readonly Event[], string, string | undefined]>([
    ['is not in the register', [], '2016-01-01', 'which is not in the register'],
    ['is in the register', [registered], '2016-01-01', undefined],
    ['is in the register since a later day', [registered], '2006-01-01', undefined],
    ['ends later', [registered, dissolved], '2015-12-31', undefined],
    ['was dissolved that day', [registered, dissolved], '2016-01-01', 'dissolved on 2016-01-01'],
    ['stands again', [registered, succeeded, restored], '2019-06-24', undefined],
    ['stood before it was succeeded', [registered, succeeded, restored], '2015-12-31', undefined],
    [
      'has a gap that day',
      [registered, succeeded, restored],
      '2019-06-23',
      'succeeded on 2016-01-01 and restored on 2019-06-24',
    ],
    ['has successors from that day on', [registered, succeeded], '2016-01-01', 'succeeded on 2016-01-01'],
    [
      'was succeeded before a dissolution that lay ahead',
      [registered, dissolvedOn('2030-01-01'), succeeded],
      '2030-01-01',
      'succeeded on 2016-01-01',
    ],
  ])('%s', (_what, events, day, found) => {
    const known = given(clusters, events).document(clusterId);
    const absence = clusterAbsence('GOV_CLUSTER_ABSENT', clusterId, known, day);
    if (found === undefined) expect(absence).toBeUndefined();
    else
      expect(absence).toEqual({
        type: 'GOV_CLUSTER_ABSENT',
        found: `cluster ${clusterId}, ${found}`,
        required: `a cluster of the register that has not ended by ${day}`,
      });
  });
});

it('a cluster that is only named may have ended', () => {
  const known = given(registeredClusters('governance', 1), [registered, dissolved]).document(clusterId);
  expect(clusterAbsence('GOV_CLUSTER_ABSENT', clusterId, known)).toBeUndefined();
  expect(clusterAbsence('GOV_CLUSTER_ABSENT', clusterId, undefined)).toMatchObject({
    required: 'a cluster of the register',
  });
});

it('an organisation that a command names is in the register', () => {
  const event: Event = {
    type: 'membership.OrganisationRegistered',
    data: { organisationId, name: 'Esker', kind: 'company', since: '1985-01-01' },
  };
  const known = given(registeredOrganisations('governance', 1), [event]).document(organisationId);
  expect(organisationAbsence('GOV_ORGANISATION_ABSENT', organisationId, known)).toBeUndefined();
  expect(organisationAbsence('GOV_ORGANISATION_ABSENT', organisationId, undefined)).toMatchObject({
    found: `organisation ${organisationId}, which is not in the register`,
  });
});

describe('what was granted to the operators of a predecessor', () => {
  const [predecessorId, other] = [countedUuid(5), countedUuid(6)];
  const granted = (since: string, to = clusterId): Event => ({
    type: 'membership.ClusterOperatorsAuthorised',
    data: { clusterId: to, predecessorId, since },
  });
  const revokedOn = (on: string): Event => ({
    type: 'membership.ClusterOperatorsRevoked',
    data: { clusterId, predecessorId, on },
  });
  const grants = (...events: readonly Event[]) =>
    given(operatorGrants('governance'), events).document(predecessorId)?.grants;

  it('is kept for each cluster with its days', () => {
    expect(grants(granted('2016-01-01'), granted('2017-01-01', other), revokedOn('2018-01-01'))).toEqual([
      { clusterId, since: '2016-01-01', until: '2018-01-01' },
      { clusterId: other, since: '2017-01-01' },
    ]);
  });

  it('is the same in whatever order it was recorded', () => {
    const whole = [granted('2016-01-01'), revokedOn('2017-01-01'), granted('2017-01-01'), revokedOn('2018-01-01')];
    expect(grants(...whole.toReversed())).toEqual(grants(...whole));
    expect(grants(...whole)).toEqual([
      { clusterId, since: '2016-01-01', until: '2017-01-01' },
      { clusterId, since: '2017-01-01', until: '2018-01-01' },
    ]);
  });
});
