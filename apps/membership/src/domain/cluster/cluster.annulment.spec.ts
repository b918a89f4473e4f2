import { describe, expect, it } from '@jest/globals';
import { specification } from '#libs/kernel/testing';
import { absorption, auvergneTic, digitalLeague, fusion, numelink } from '../../../test/facts.ts';
import { cluster, type ClusterFact } from './cluster.ts';

const about = { clusterId: auvergneTic };
const ANNULLED = '2019-06-24';
const registered: ClusterFact = {
  ...{ type: 'ClusterRegistered', ...about, kind: 'cluster', name: 'Auvergne TIC', nameKind: 'final' },
  ...{ seat: 'Clermont-Ferrand', departments: ['63'], since: '2005-01-01' },
};
const succeeded: ClusterFact = {
  ...{ type: 'ClusterSucceeded', ...about, operationId: absorption, successorIds: [numelink], on: '2016-03-31' },
};
const restored: ClusterFact = { type: 'ClusterRestored', ...about, operationId: absorption, on: ANNULLED };
const dissolvedBy: ClusterFact = {
  ...{ type: 'ClusterDissolved', ...about, on: ANNULLED, reason: 'annulment of the merger', operationId: fusion },
};
const restore = { type: 'RestoreCluster', ...about, operationId: absorption, on: ANNULLED } as const;
const annul = { type: 'AnnulCluster', ...about, operationId: fusion, on: ANNULLED } as const;
const name = (since: string) => ({ type: 'NameCluster', ...about, name: 'ATIC', nameKind: 'final', since }) as const;
const named = (since: string): ClusterFact => ({ ...name(since), type: 'ClusterNamed' });

const { given } = specification(cluster);

describe('a cluster whose merger is annulled', () => {
  it('stands again, and repeats of it are nothing new', () => {
    given(registered, succeeded).when(restore).then(restored);
    given(registered, succeeded, restored).when(restore).then();
    expect(given(registered, succeeded).when(restore).state()).toMatchObject({
      status: 'active',
      gaps: [{ on: '2016-03-31', until: ANNULLED, successorIds: [numelink] }],
    });
  });
  it('is as dormant as it was', () =>
    expect(
      given(registered, { type: 'ClusterFellDormant', ...about, on: '2015-01-01' }, succeeded)
        .when(restore)
        .state(),
    ).toMatchObject({ status: 'dormant' }));
  it('acts before the effect and from the annulment on, and not in the gap', () => {
    const history = [registered, succeeded, restored];
    given(...history)
      .when(name('2016-03-30'))
      .then(named('2016-03-30'));
    given(...history)
      .when(name(ANNULLED))
      .then(named(ANNULLED));
    for (const day of ['2016-03-31', '2019-06-23'])
      given(...history)
        .when(name(day))
        .refused({ type: 'MBR_CLUSTER_SUCCEEDED', found: '2016-03-31', required: numelink });
  });
  it('can disappear in another merger, and the first one stays what it was', () => {
    const again = { type: 'SucceedCluster', ...about, operationId: fusion, successorIds: [digitalLeague] } as const;
    given(registered, succeeded, restored)
      .when({ ...again, on: '2020-01-01' })
      .then({ ...again, type: 'ClusterSucceeded', on: '2020-01-01' });
    given(registered, succeeded, restored)
      .when({ ...again, operationId: absorption, on: '2016-03-31' })
      .then();
  });
  it('that had been dissolved before the effect stays dissolved', () =>
    given(registered, { type: 'ClusterDissolved', ...about, on: '2012-01-01' })
      .when(restore)
      .then());
});

describe('a cluster that an annulled merger had created', () => {
  it('ends that day, by that operation', () => given(registered).when(annul).then(dissolvedBy));
  it('once', () => given(registered, dissolvedBy).when(annul).then());
  it('before an end that lies behind it', () =>
    given(registered, { type: 'ClusterDissolved', ...about, on: '2030-01-01' })
      .when(annul)
      .then(dissolvedBy));
  it('and not again where it had ended by then', () =>
    given(registered, { type: 'ClusterDissolved', ...about, on: '2018-01-01' })
      .when(annul)
      .then());
  it('is not brought back by hand', () =>
    given(registered, dissolvedBy)
      .when({ type: 'VoidFact', of: 'ClusterDissolved', fact: '1', reason: 'x' })
      .refused({ type: 'MBR_FACT_NOT_FOUND' }));
});
