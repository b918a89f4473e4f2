import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { labels } from './labels.projection.ts';

const [labelId, schemeId, clusterId] = [1, 2, 3].map((n) => countedUuid(n));
const of = {
  labelId: labelId ?? '',
  schemeId: schemeId ?? '',
  holder: { kind: 'cluster' as const, id: clusterId ?? '' },
};
const awarded: Happened<GrappeEvents> = {
  type: 'membership.LabelAwarded',
  data: { ...of, since: '2013-01-01', until: '2016-01-01' },
};
const awardsOf = (...events: readonly Happened<GrappeEvents>[]) =>
  given(labels, [awarded, ...events])
    .documents()
    .get(of.labelId)?.awards;

describe('a label', () => {
  it.each<[string, Happened<GrappeEvents>, object]>([
    [
      'renewed goes on',
      { type: 'membership.LabelRenewed', data: { ...of, until: '2019-01-01', on: '2015-12-01' } },
      { until: '2019-01-01' },
    ],
    [
      'renewed without an end has none',
      { type: 'membership.LabelRenewed', data: { ...of, on: '2015-12-01' } },
      { until: undefined },
    ],
    [
      'withdrawn is over that day',
      { type: 'membership.LabelWithdrawn', data: { ...of, reason: 'x', on: '2014-01-01' } },
      { until: '2014-01-01' },
    ],
    [
      'that ended before it is withdrawn ended then',
      { type: 'membership.LabelWithdrawn', data: { ...of, reason: 'x', on: '2017-01-01' } },
      { until: '2016-01-01' },
    ],
    ['given up is over', { type: 'membership.LabelEnded', data: { ...of, on: '2015-01-01' } }, { until: '2015-01-01' }],
  ])('%s', (_what, event, expected) => {
    expect(awardsOf(event)).toEqual([{ since: '2013-01-01', ...expected }]);
  });

  it('awarded again has both', () => {
    const again: Happened<GrappeEvents> = { type: 'membership.LabelAwarded', data: { ...of, since: '2017-01-01' } };
    expect(awardsOf(again)).toMatchObject([{ until: '2016-01-01' }, { since: '2017-01-01' }]);
  });
});
