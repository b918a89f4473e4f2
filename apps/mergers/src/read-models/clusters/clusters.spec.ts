import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { numelink as clusterId } from '../../../test/sample-operation.ts';
import { clusterNames, visibleName } from './clusters.projection.ts';

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
  const view = given(clusterNames, [registered, named('FrenchSouth.digital', '2014-11-14', '2014-11-19')]).document(
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
    const only = { clusterId, names: [{ name: 'secret', since: '2014-11-14', embargoUntil: '2014-11-19' }] };
    expect(visibleName(only, { today: '2014-11-18', mayReadEmbargoed: false })).toBeUndefined();
  });

  it('of two names of one day the one recorded last counts', () => {
    const same = given(clusterNames, [registered, named('A', '2015-01-01'), named('B', '2015-01-01')]).document(
      clusterId,
    );
    expect(same && visibleName(same, { today: '2016-01-01', mayReadEmbargoed: false })).toBe('B');
  });

  it('stops at another name of what was never registered', () => {
    expect(() => given(clusterNames, [named('FrenchSouth.digital', '2014-11-14')])).toThrow('and there is none');
  });
});
