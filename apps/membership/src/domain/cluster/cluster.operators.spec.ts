import { describe, expect, it } from '@jest/globals';
import { specification } from '#libs/kernel/testing';
import { absorption, auvergneTic, digitalLeague, numelink, rhoneAlley } from '../../../test/facts.ts';
import { cluster, type ClusterFact } from './cluster.ts';

const about = { clusterId: numelink, predecessorId: rhoneAlley };
const registered: ClusterFact = {
  ...{ type: 'ClusterRegistered', clusterId: numelink, kind: 'cluster', name: 'Numélink', nameKind: 'final' },
  ...{ seat: 'Saint-Étienne', departments: [], since: '2006-01-01' },
};
const succeededOn = '2015-06-30';
const authorise = (since: string, more: object = { succeededOn }) =>
  ({ type: 'AuthoriseOperators', ...about, since, ...more }) as const;
const revoke = (on: string) => ({ type: 'RevokeOperators', ...about, on }) as const;
const authorised = (since: string): ClusterFact => ({ type: 'ClusterOperatorsAuthorised', ...about, since });
const revoked = (on: string): ClusterFact => ({ type: 'ClusterOperatorsRevoked', ...about, on });
const ended: ClusterFact = {
  ...{ type: 'ClusterSucceeded', clusterId: numelink, operationId: absorption },
  ...{ successorIds: [digitalLeague], on: '2017-03-28' },
};

const { given } = specification(cluster);

describe('authorising the operators of a predecessor', () => {
  it('is dated', () => given(registered).when(authorise('2015-07-01')).then(authorised('2015-07-01')));
  it('may be of the day of the merger, or lie ahead', () => {
    given(registered).when(authorise(succeededOn)).then(authorised(succeededOn));
    given(registered).when(authorise('2040-01-01')).then(authorised('2040-01-01'));
  });
  it('again while they are authorised is nothing new', () =>
    given(registered, authorised('2015-07-01')).when(authorise('2016-01-01')).then());
  it('again after a revocation is a new one, also on its day', () => {
    const history = [registered, authorised('2015-07-01'), revoked('2016-01-01')];
    given(...history)
      .when(authorise('2016-01-01'))
      .then(authorised('2016-01-01'));
    given(...history)
      .when(authorise('2017-01-01'))
      .then(authorised('2017-01-01'));
  });
  it('of the past is recorded with its end', () =>
    given(registered, authorised('2020-01-01'))
      .when(authorise('2016-01-01', { succeededOn, revokedOn: '2017-01-01' }))
      .then(authorised('2016-01-01'), revoked('2017-01-01')));
  it('of the past without its end would reach into a later one, and is refused with its day', () =>
    given(registered, authorised('2020-01-01'))
      .when(authorise('2016-01-01'))
      .refused({
        type: 'MBR_FACT_CONTRADICTED',
        found: 'authorisation of 2020-01-01',
        required: `the operators of ${rhoneAlley} are authorised from 2016-01-01 on`,
      }));
  it('for a cluster that has ended is taken: facts of its time are still recorded', () =>
    given(registered, ended).when(authorise('2018-01-01')).then(authorised('2018-01-01')));
  it('of one predecessor stands beside that of another', () => {
    const other = { predecessorId: auvergneTic };
    given(registered, authorised('2016-01-01'))
      .when({ ...authorise('2016-01-01'), ...other })
      .then({ ...authorised('2016-01-01'), ...other });
  });

  it.each([
    ['of a cluster to which it has not succeeded', '2016-01-01', {}, `a cluster to which ${numelink} has succeeded`],
    [
      'for days before it succeeded',
      '2015-06-29',
      { succeededOn },
      `a day from 2015-06-30 on, when ${numelink} succeeded to it`,
    ],
  ])('%s is refused', (_what, since, more, required) =>
    given(registered)
      .when(authorise(since, more))
      .refused({ type: 'MBR_NO_PREDECESSOR', found: `${rhoneAlley}, from ${since} on`, required }),
  );
  it('for what is no cluster is refused before anything else', () =>
    given().when(authorise('2016-01-01', {})).refused({ type: 'MBR_CLUSTER_NOT_FOUND', found: numelink }));
});

describe('revoking it', () => {
  it('is dated, and may lie ahead', () =>
    given(registered, authorised('2016-01-01')).when(revoke('2040-01-01')).then(revoked('2040-01-01')));
  it('twice on one day is nothing new', () =>
    given(registered, authorised('2016-01-01'), revoked('2017-01-01')).when(revoke('2017-01-01')).then());
  it.each([
    ['nobody was authorised', [registered]],
    ['they were authorised later', [registered, authorised('2017-01-02')]],
    ['it was revoked before', [registered, authorised('2016-01-01'), revoked('2016-06-01')]],
  ])('is refused where %s', (_what, history) =>
    given(...history)
      .when(revoke('2017-01-01'))
      .refused({
        type: 'MBR_FACT_CONTRADICTED',
        found: 'revocation of 2017-01-01',
        required: `the operators of ${rhoneAlley} are not authorised before that day`,
      }),
  );
  it('closes the period of that predecessor alone', () => {
    const state = given(registered, authorised('2016-01-01'), {
      ...{ type: 'ClusterOperatorsAuthorised', clusterId: numelink, predecessorId: auvergneTic, since: '2016-01-01' },
    })
      .when(revoke('2017-01-01'))
      .state();
    expect(state).toMatchObject({
      operators: [
        { predecessorId: rhoneAlley, since: '2016-01-01', until: '2017-01-01' },
        { predecessorId: auvergneTic, since: '2016-01-01' },
      ],
    });
  });
});
