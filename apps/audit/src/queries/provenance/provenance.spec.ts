import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../read-models/facts/fact.ts';
import { clustersOf, membershipLine, operationsOf, pathsOf, seatChain } from './provenance.ts';

const RECORDED = '2016-04-02T09:00:00.000Z';
const version = { knownFrom: RECORDED, knownTo: null, eventId: 'e', type: 'said', position: '0', validTo: null };

const member = (
  id: string,
  clusterId: string,
  from: string,
  ...origins: readonly [id: string, cluster: string, on: string][]
): Fact<'member'> => ({
  ...{ factId: `member:${id}`, kind: 'member', id, subjectId: clusterId, objectId: 'company' },
  versions: [{ ...version, validFrom: from, value: { how: 'admission', organisationId: 'company' } }],
  origins: origins.map(([membershipId, cluster, on]) => ({
    ...{ membershipId, clusterId: cluster, memberSince: '2010-01-01', operationId: `${cluster}>${clusterId}`, on },
    ...{ knownFrom: RECORDED, knownTo: null, eventId: 'e' },
  })),
});
const byId = (...members: readonly Fact<'member'>[]) => new Map(members.map((each) => [each.id, each]));
const paths = (root: Fact<'member'>, ...others: readonly Fact<'member'>[]) =>
  pathsOf(membershipLine(root, byId(root, ...others), {})).map((path) => path.map(({ clusterId }) => clusterId));

describe('the lines of a membership', () => {
  const grilog = member('g', 'grilog', '2008-01-01');
  const clustr = member('c', 'clustr', '2015-03-19', ['g', 'grilog', '2015-03-19']);
  const league = member('d', 'league', '2017-03-28', ['c', 'clustr', '2017-03-28'], ['n', 'numelink', '2017-03-28']);
  const numelink = member('n', 'numelink', '2005-01-01', ['r', 'rhonealley', '2015-06-15']);

  it('of a first membership are itself', () => {
    expect(paths(grilog)).toEqual([['grilog']]);
  });

  it('name the merger to which the organisation had acceded', () => {
    const value = { how: 'accession', organisationId: 'company', operationId: 'merger' } as const;
    const joined = {
      ...member('j', 'league', '2017-03-28'),
      versions: [{ ...version, validFrom: '2017-03-28', value }],
    };
    const line = membershipLine(joined, byId(joined), {});
    expect([line.joinedBy, operationsOf(line)]).toEqual([['merger'], ['merger']]);
  });

  it('go through any number of successions', () => {
    expect(paths(league, clustr, grilog, numelink)).toEqual([
      ['grilog', 'clustr', 'league'],
      ['numelink', 'league'],
      ['rhonealley', 'numelink', 'league'],
    ]);
  });

  it('end with what the transfer said where the first membership has no record', () => {
    const line = membershipLine(league, byId(league), {});
    expect(line.origins.map((origin) => origin.line)).toMatchObject([
      { membershipId: 'c', from: '2010-01-01', to: '2017-03-28', origins: [] },
      { membershipId: 'n' },
    ]);
  });

  it('name every operation and every cluster once', () => {
    const line = membershipLine(league, byId(league, clustr, grilog, numelink), {});
    expect(operationsOf(line)).toEqual(['clustr>league', 'grilog>clustr', 'numelink>league', 'rhonealley>numelink']);
    expect(clustersOf(line)).toEqual(['league', 'clustr', 'grilog', 'numelink', 'rhonealley']);
  });

  it('as known before the transfers were recorded are none', () => {
    const line = membershipLine(league, byId(league, clustr), { knownAt: '2016-01-01T00:00:00.000Z' });
    expect(line).toEqual({ membershipId: 'd', clusterId: 'league', organisationId: 'company', to: null, origins: [] });
  });
});

describe('the chain of a seat', () => {
  const holder = (id: string) => ({ kind: 'cluster' as const, id });
  const value = (id: string, more: object = {}) => ({
    ...{ holder: holder(id), class: 'sector-body' as const, founding: true },
    ...more,
  });
  const seat: Fact<'seat'> = {
    ...{ factId: 'seat:p', kind: 'seat', id: 'p', subjectId: 'bivouac' },
    versions: [
      { ...version, validFrom: '2015-06-01', validTo: '2015-09-01', value: value('tic') },
      { ...version, validFrom: '2015-09-01', validTo: '2016-03-31', value: value('tic', { seatId: 's' }) },
      {
        ...version,
        validFrom: '2016-03-31',
        validTo: '2021-08-31',
        value: value('num', { seatId: 's', operationId: 'o' }),
      },
      { ...version, validFrom: '2021-08-31', value: null, ended: { cause: 'left' } },
    ],
  };

  it('is cut by successions and not by the grant of a seat', () => {
    expect(seatChain(seat, undefined)).toEqual([
      { holder: holder('tic'), from: '2015-06-01', to: '2016-03-31', seatId: 's', eventId: 'e' },
      { holder: holder('num'), from: '2016-03-31', to: '2021-08-31', operationId: 'o', seatId: 's', eventId: 'e' },
    ]);
  });

  it('is empty before anything was recorded', () => {
    expect(seatChain(seat, '2015-01-01T00:00:00.000Z')).toEqual([]);
  });
});
