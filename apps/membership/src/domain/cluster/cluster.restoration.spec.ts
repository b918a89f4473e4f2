import { describe, expect, it } from '@jest/globals';
import { specification } from '#libs/kernel/testing';
import { absorption, auvergneTic, fusion, numelink } from '../../../test/facts.ts';
import { cluster, restorationBy, type ClusterFact } from './cluster.ts';

const about = { clusterId: auvergneTic };
const [ENDED, BACK] = ['2012-06-30', '2019-03-15'];
const registered: ClusterFact = {
  ...{ type: 'ClusterRegistered', ...about, kind: 'cluster', name: 'Auvergne TIC', nameKind: 'final' },
  ...{ seat: 'Clermont-Ferrand', departments: ['63'], since: '2005-01-01' },
};
const dissolved: ClusterFact = { type: 'ClusterDissolved', ...about, on: ENDED };
const succeeded: ClusterFact = {
  ...{ type: 'ClusterSucceeded', ...about, operationId: absorption, successorIds: [numelink], on: ENDED },
};
const restore = { type: 'RestoreCluster', ...about, operationId: fusion, restoration: true, on: BACK } as const;
const restored: ClusterFact = { ...restore, type: 'ClusterRestored' };
const name = (since: string) => ({ type: 'NameCluster', ...about, name: 'ATIC', nameKind: 'final', since }) as const;

const { given } = specification(cluster);

describe('a cluster that its last members restore', () => {
  it.each<[string, ClusterFact, ClusterFact]>([
    ['was dissolved', dissolved, restored],
    ['was absorbed', succeeded, { ...restored, endedBy: absorption }],
  ])('stands again where it %s, once', (_how, end, back) => {
    given(registered, end).when(restore).then(back);
    given(registered, end, back).when(restore).then();
    const state = given(registered, end).when(restore).state();
    expect(state).toMatchObject({ status: 'active', gaps: [{ on: ENDED, until: BACK, restoredBy: fusion }] });
    expect(restorationBy(state, BACK)).toEqual({ operationId: fusion, on: BACK });
    expect(restorationBy(state, '2019-03-14')).toBeUndefined();
  });

  it('is what it was where it stands, or ends later', () => {
    given(registered).when(restore).then();
    given(registered, { ...dissolved, on: BACK })
      .when(restore)
      .then();
  });

  it('acts before its end and from its return on, and not in between', () => {
    for (const day of ['2012-06-29', BACK])
      given(registered, dissolved, restored)
        .when(name(day))
        .then({ ...name(day), type: 'ClusterNamed' });
    for (const day of [ENDED, '2019-03-14'])
      given(registered, dissolved, restored).when(name(day)).refused({ type: 'MBR_CLUSTER_DISSOLVED', found: ENDED });
  });

  it('can be dissolved again, and not before that', () => {
    const dissolve = (on: string) => ({ type: 'DissolveCluster', ...about, on }) as const;
    given(registered, dissolved, restored)
      .when(dissolve('2021-01-01'))
      .then({ ...dissolved, on: '2021-01-01' });
    given(registered, dissolved, restored).when(dissolve('2015-01-01')).refused({ type: 'MBR_FACT_CONTRADICTED' });
  });
});
