import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { digitalLeague, numelink as clusterId, operationId } from '../../../test/sample-operation.ts';
import { clusters, visibleName } from './clusters.projection.ts';

const registered: Happened<GrappeEvents> = {
  type: 'membership.ClusterRegistered',
  data: {
    clusterId,
    kind: 'cluster',
    name: 'South French Digital',
    nameKind: 'code',
    seat: 'Montpellier',
    departments: ['34'],
    since: '2014-06-01',
  },
};
const named = (name: string, since: string, embargoUntil?: string): Happened<GrappeEvents> => ({
  type: 'membership.ClusterNamed',
  data: { clusterId, name, nameKind: 'final', since, ...(embargoUntil === undefined ? {} : { embargoUntil }) },
});

describe('mergers.clusters', () => {
  const view = given(clusters, [registered, named('FrenchSouth.digital', '2014-11-14', '2014-11-19')]).document(
    clusterId,
  );
  if (view === undefined) throw new Error('no cluster');

  it.each([
    ['2014-11-18', false, 'South French Digital'],
    ['2014-11-18', true, 'FrenchSouth.digital'],
    ['2014-11-19', false, 'FrenchSouth.digital'],
    ['2014-11-13', true, 'South French Digital'],
  ])('on %s a reader with the right %s reads %s', (today, right, name) => {
    expect(visibleName(view, { today, mayReadEmbargoed: right })).toBe(name);
  });

  it('has no name for a reader who may read none', () => {
    const only = {
      clusterId,
      since: '2014-06-01',
      names: [{ name: 'secret', since: '2014-11-14', embargoUntil: '2014-11-19' }],
    };
    expect(visibleName(only, { today: '2014-11-18', mayReadEmbargoed: false })).toBeUndefined();
  });

  it('of two names of one day the one recorded last counts', () => {
    const same = given(clusters, [registered, named('A', '2015-01-01'), named('B', '2015-01-01')]).document(clusterId);
    expect(same && visibleName(same, { today: '2016-01-01', mayReadEmbargoed: false })).toBe('B');
  });

  it.each<[Happened<GrappeEvents>, object]>([
    [
      { type: 'membership.ClusterDissolved', data: { clusterId, on: '2020-01-01' } },
      { how: 'dissolved', on: '2020-01-01' },
    ],
    [
      {
        type: 'membership.ClusterSucceeded',
        data: { clusterId, operationId, successorIds: [digitalLeague], on: '2019-06-28' },
      },
      { how: 'succeeded', on: '2019-06-28' },
    ],
  ])('keeps how it ended: $type', (end, ended) => {
    expect(given(clusters, [registered, end]).document(clusterId)).toMatchObject({ since: '2014-06-01', ended });
  });

  it('stops at another name of what was never registered', () => {
    expect(() => given(clusters, [named('FrenchSouth.digital', '2014-11-14')])).toThrow('and there is none');
  });
});
